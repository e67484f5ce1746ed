namespace VaeMlNet.OnnxExport;

/// <summary>The supported versions of ONNX's operator set, each with its IR version.</summary>
internal static class OnnxOpset
{
    /// <summary>The oldest version: 13 (ONNX 1.8).</summary>
    public const int Oldest = 13;

    /// <summary>The default version: 17 (ONNX 1.12, ONNX Runtime 1.12 and newer).</summary>
    public const int Default = 17;

    /// <summary>The newest version: 21 (ONNX 1.16).</summary>
    public const int Newest = 21;

    /// <summary>
    /// Returns the version of the file format for an operator set; see https://onnx.ai/onnx/repo-docs/Versioning.html.
    /// </summary>
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
                $"Models can be written for opsets {Oldest} to {Newest}, not {opset}. Leave it at {Default} unless a runtime asks "
                    + "for another."
            );
}
