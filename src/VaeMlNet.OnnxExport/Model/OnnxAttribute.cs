using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// A named setting of an ONNX node, such as <c>transB</c> of <c>Gemm</c>. ONNX does not convert between the kinds: if the
/// operator's specification calls an attribute a float, create it with <see cref="Float"/> even if its value is 1.
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

    /// <summary>Gets the name of the attribute, as in the operator's specification.</summary>
    public string Name { get; }

    /// <summary>Gets the value: a long, a float, a string, a long[] or a float[].</summary>
    internal object Value { get; }

    /// <summary>Creates an INT attribute.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The value.</param>
    public static OnnxAttribute Integer(string name, long value) => new(name, value);

    /// <summary>Creates a FLOAT attribute.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The value.</param>
    public static OnnxAttribute Float(string name, float value) => new(name, value);

    /// <summary>Creates a STRING attribute, stored as UTF-8.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The value.</param>
    public static OnnxAttribute Text(string name, string value) => new(name, value);

    /// <summary>Creates an INTS attribute.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="values">The values. They are copied.</param>
    public static OnnxAttribute Integers(string name, params ReadOnlySpan<long> values) => new(name, values.ToArray());

    /// <summary>Creates a FLOATS attribute.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="values">The values. They are copied.</param>
    public static OnnxAttribute Floats(string name, params ReadOnlySpan<float> values) => new(name, values.ToArray());
}
