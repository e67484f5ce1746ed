using System.Globalization;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// One axis of a tensor's shape: a number, a symbol such as "N" that stands for the same number everywhere in the graph, or
/// unknown (<c>default</c>).
/// </summary>
/// <remarks>Numbers and symbols convert implicitly: <c>AddInput("x", OnnxElementType.Float32, "N", 784)</c>.</remarks>
public readonly record struct OnnxDimension
{
    private OnnxDimension(long? size, string? symbol)
    {
        (Size, Symbol) = (size, symbol);
    }

    /// <summary>Gets the number of elements along the axis, 0 or more; null if it is not fixed.</summary>
    public long? Size { get; }

    /// <summary>Gets the symbol of an axis whose size is chosen at run time; null for a number and for an unknown axis.</summary>
    public string? Symbol { get; }

    /// <summary>Creates an axis of the given size.</summary>
    /// <param name="size">The number of elements, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public static OnnxDimension FromInt64(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new OnnxDimension(size, null);
    }

    /// <summary>Creates an axis whose size is chosen at run time.</summary>
    /// <param name="symbol">The symbol of the axis, such as "N".</param>
    /// <exception cref="ArgumentException"><paramref name="symbol"/> is null or empty.</exception>
    public static OnnxDimension FromString(string symbol)
    {
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        return new OnnxDimension(null, symbol);
    }

    /// <inheritdoc cref="FromInt64"/>
    public static implicit operator OnnxDimension(long size) => FromInt64(size);

    /// <inheritdoc cref="FromString"/>
    public static implicit operator OnnxDimension(string symbol) => FromString(symbol);

    /// <summary>Returns the number, the symbol, or "?".</summary>
    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";

    internal static string Describe(IReadOnlyList<OnnxDimension>? shape) =>
        shape is null ? "of unknown rank" : $"[{string.Join(", ", shape)}]";
}
