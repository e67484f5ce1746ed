namespace VaeMlNet.OnnxExport;

/// <summary>The versions of ONNX's operator set that can be written, each with the IR version it came with.</summary>
public static class OnnxOpset
{
    /// <summary>The oldest: 13 (ONNX 1.8).</summary>
    public const int Oldest = 13;

    /// <summary>The one used unless another is asked for: 17 (ONNX 1.12, ONNX Runtime 1.12 and newer).</summary>
    public const int Default = 17;

    /// <summary>The newest: 21 (ONNX 1.16).</summary>
    public const int Newest = 21;

    /// <summary>The version of the file format for an operator set; https://onnx.ai/onnx/repo-docs/Versioning.html.</summary>
    internal static int IrVersion(int opset) =>
        opset switch
        {
            13 or 14 => 7,
            15 or 16 or 17 or 18 => 8,
            19 or 20 => 9,
            _ => 10,
        };

    internal static int Checked(int opset) =>
        opset is >= Oldest and <= Newest
            ? opset
            : throw new ArgumentOutOfRangeException(
                nameof(opset),
                opset,
                $"Models are written for opsets {Oldest} to {Newest}, not {opset}. Leave it at {Default} unless a runtime asks "
                    + "for another."
            );
}
