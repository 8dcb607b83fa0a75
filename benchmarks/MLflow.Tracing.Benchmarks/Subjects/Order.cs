namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>A mutable object as programs pass them around.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public string Customer { get; set; } = string.Empty;

    public decimal Total { get; set; }

    public DateTime PlacedAt { get; set; }

    public bool IsPaid { get; set; }
}
