import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Tier(models.TextChoices):
    BRONZE = "bronze", "Bronze"


class Stamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Customer(Stamped):
    """Everybody."""

    full_name = models.CharField(max_length=80, null=True, blank=True)
    mail = models.EmailField(unique=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.BRONZE, db_index=True)
    tags = ArrayField(models.TextField(), default=list)
    balance = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    ratio = models.FloatField(null=True)
    small = models.SmallIntegerField(db_column="small_number")
    count = models.PositiveIntegerField(default=0)
    big = models.BigIntegerField(null=True)
    born = models.DateField(null=True)
    at = models.TimeField(null=True)
    since = models.DurationField(null=True)
    data = models.JSONField(default=dict)
    token = models.UUIDField(default=uuid.uuid4)
    raw = models.BinaryField(null=True)
    address = models.GenericIPAddressField(null=True)
    home_page = models.URLField(blank=True)
    slug = models.SlugField()
    picture = models.FileField(null=True)
    is_active = models.BooleanField(default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    buddy = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="buddies")

    class Meta:
        db_table = "customers"
        indexes = [models.Index(fields=["full_name", "-mail"], name="customers_name")]
        constraints = [
            models.UniqueConstraint(fields=["small", "owner"], name="customers_small"),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="customers_count"),
            models.UniqueConstraint(fields=["count"], condition=models.Q(is_active=True), name="customers_active"),
        ]

    def __str__(self):
        return self.mail


class Label(models.Model):
    code = models.CharField(max_length=3, primary_key=True)


class Order(models.Model):
    customer = models.ForeignKey(Customer, models.PROTECT, db_column="customer_no")
    number = models.IntegerField()
    label = models.OneToOneField(Label, on_delete=models.CASCADE)
    labels = models.ManyToManyField(Label, related_name="orders")
    friends = models.ManyToManyField("self")

    class Meta:
        unique_together = [("customer", "number")]


class RushOrder(Order):
    deadline = models.DateTimeField()
