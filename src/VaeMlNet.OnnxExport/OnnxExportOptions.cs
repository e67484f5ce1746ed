namespace VaeMlNet.OnnxExport;

/// <summary>Settings of <see cref="OnnxExporter"/>. Not safe to change while an export runs.</summary>
public sealed class OnnxExportOptions
{
    private int opset = OnnxOpset.Default;

    /// <summary>The name of the only input; not used where inputs are given with their names.</summary>
    /// <value>Default "input".</value>
    public string InputName { get; set; } = "input";

    /// <summary>The names of the outputs in order, one for each.</summary>
    /// <value>Default "output", for the one output that most modules have.</value>
    public IReadOnlyList<string> OutputNames { get; set; } = ["output"];

    /// <summary>The symbol of the batch axis, whose size is chosen at run time; not used where inputs are given.</summary>
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

    /// <summary>The version of ONNX's operator set, recorded in the file.</summary>
    /// <value>Default 17; <see cref="OnnxOpset.Oldest"/> to <see cref="OnnxOpset.Newest"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public int Opset
    {
        get => opset;
        set => opset = OnnxOpset.Checked(value);
    }

    /// <summary>
    /// Whether a batch norm right after a convolution or a Linear is computed into that layer's weights, in double
    /// precision: one layer less to run.
    /// </summary>
    /// <value>Default true.</value>
    public bool FoldBatchNorm { get; set; } = true;

    /// <summary>
    /// Receives a sentence for each module for which TorchSharp itself computes something else than the file, because of a
    /// fault in TorchSharp. Called on the exporting thread, after the file was written.
    /// </summary>
    /// <value>Default null: warnings are not reported.</value>
    public Action<string>? Warn { get; set; }

    /// <summary>Gets or sets the format of stored weights.</summary>
    /// <value>Default <see cref="OnnxWeightFormat.Float32"/>.</value>
    public OnnxWeightFormat WeightFormat { get; set; }
}
