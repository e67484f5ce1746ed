using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// A named setting of an ONNX node, such as <c>transB</c> of <c>Gemm</c>. ONNX does not convert between the kinds: an
/// attribute that the operator's specification calls a float must be made with <see cref="Float"/> even when it is 1.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "ONNX's own word.")]
[SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "These are types.")]
public sealed class OnnxAttribute
{
    private OnnxAttribute(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        (Name, Value) = (name, value);
    }

    /// <summary>The attribute's name, as in the operator's specification.</summary>
    public string Name { get; }

    /// <summary>A long, a float, a string, a long[] or a float[].</summary>
    internal object Value { get; }

    /// <summary>An INT attribute.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute Integer(string name, long value) => new(name, value);

    /// <summary>A FLOAT attribute.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute Float(string name, float value) => new(name, value);

    /// <summary>A STRING attribute, stored as UTF-8.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public static OnnxAttribute Text(string name, string value) => new(name, value);

    /// <summary>An INTS attribute.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">Its values; copied.</param>
    public static OnnxAttribute Integers(string name, params ReadOnlySpan<long> values) => new(name, values.ToArray());

    /// <summary>A FLOATS attribute.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">Its values; copied.</param>
    public static OnnxAttribute Floats(string name, params ReadOnlySpan<float> values) => new(name, values.ToArray());
}
