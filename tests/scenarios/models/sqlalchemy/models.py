import datetime
import decimal
import enum
import uuid
from typing import Optional

from sqlalchemy import (
    ARRAY, BigInteger, Boolean, CheckConstraint, Column, Date, DateTime, Enum, Float, ForeignKey, ForeignKeyConstraint, Identity, Index, Integer, Interval,
    JSON, LargeBinary, Numeric, SmallInteger, String, Table, Text, Time, UniqueConstraint, Uuid, func, text,
)
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Tier(enum.Enum):
    bronze = 1
    silver = 2


class Stamped:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[Optional[datetime.datetime]]


class Customer(Stamped, Base):
    """Everybody: "quoted", (bracketed."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("customers_name", "full_name", "mail"),
        UniqueConstraint("code", "small", name="customers_code"),
        CheckConstraint("small > 0"),
        Index("customers_active", "small", postgresql_where=text("is_active")),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    full_name: Mapped[Optional[str]] = mapped_column(String(80))
    mail: Mapped[str] = mapped_column(unique=True)  # the login
    tier: Mapped[Tier] = mapped_column(Enum(Tier), server_default="bronze")
    mood = Column(Enum("good", "bad", name="mood"))
    tags = Column(ARRAY(Text), nullable=False, server_default="{}")
    code = Column("code", String(3))
    balance: Mapped[decimal.Decimal] = mapped_column(Numeric(12, 2), default=0)
    share: Mapped[decimal.Decimal | None]
    ratio: Mapped[float]
    exact = Column(Float(precision=10))
    small = Column(SmallInteger)
    count: Mapped[int]
    born = Column(Date)
    at = Column(Time)
    since = Column(Interval)
    data = Column(JSONB)
    plain = Column(JSON)
    token: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid.uuid4)
    raw = Column(LargeBinary)
    address = Column(INET)
    is_active = Column(Boolean, nullable=False, server_default=text("true"))
    number = Column(Integer, Identity())
    buddy_id: Mapped[Optional[int]] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE", onupdate="SET NULL"), index=True)
    orders: Mapped[list["Order"]] = relationship(back_populates="customer")


class Order(Base):
    __tablename__ = "orders"

    tenant: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    customer_id = Column(ForeignKey("customers.id"), nullable=False)
    customer: Mapped["Customer"] = relationship(back_populates="orders")


lines = Table(
    "lines",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", Integer, nullable=False),
    Column("number", String(20)),
    Column("note", Text, server_default="none"),
    ForeignKeyConstraint(["tenant", "number"], ["orders.tenant", "orders.number"], ondelete="CASCADE"),
    Index("lines_tenant", "tenant", unique=True),
)
