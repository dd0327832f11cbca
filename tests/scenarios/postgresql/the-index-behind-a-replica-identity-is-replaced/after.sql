CREATE TABLE public.devices (serial_no text NOT NULL, site integer NOT NULL, model text);
CREATE UNIQUE INDEX devices_by_site ON public.devices (site, serial_no);
ALTER TABLE public.devices REPLICA IDENTITY USING INDEX devices_by_site;
CREATE PUBLICATION fleet FOR TABLE public.devices;
