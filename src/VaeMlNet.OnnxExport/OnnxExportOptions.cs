namespace VaeMlNet.OnnxExport;

/// <summary>Settings of <see cref="OnnxExporter.Export"/>. Not safe to change while an export runs.</summary>
public sealed class OnnxExportOptions
{
    /// <summary>The name of the model's input.</summary>
    /// <value>Default "input".</value>
    public string InputName { get; set; } = "input";

    /// <summary>The name of the model's output.</summary>
    /// <value>Default "output".</value>
    public string OutputName { get; set; } = "output";

    /// <summary>The symbol of the batch axis, whose size is chosen at run time.</summary>
    /// <value>Default "N".</value>
    public string BatchAxisName { get; set; } = "N";

    /// <summary>The model's doc string: what it computes, for people.</summary>
    /// <value>Default null: none.</value>
    public string? Description { get; set; }

    /// <summary>Entries of the model's metadata, which every ONNX runtime hands to its caller.</summary>
    /// <value>Default empty.</value>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The module types that can be exported.</summary>
    /// <value>Default <see cref="OnnxConverters.Default"/>.</value>
    public OnnxConverters Converters { get; set; } = OnnxConverters.Default;
}
