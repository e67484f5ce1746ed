namespace VaeMlNet.OnnxExport;

/// <summary>The supported versions of ONNX's operator set, each with its IR version.</summary>
internal static class OnnxOpset
{
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
        opset is >= OnnxExportOptions.OldestOpset and <= OnnxExportOptions.NewestOpset
            ? opset
            : throw new ArgumentOutOfRangeException(
                nameof(opset),
                opset,
                $"Models can be written for opsets {OnnxExportOptions.OldestOpset} to {OnnxExportOptions.NewestOpset}, not {opset}. "
                    + $"Leave it at {OnnxExportOptions.DefaultOpset} unless a runtime asks for another."
            );
}
