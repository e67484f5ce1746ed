namespace VaeMlNet.OnnxExport;

/// <summary>Options for <see cref="OnnxExporter"/>.</summary>
/// <remarks>Equality compares lists and dictionaries by reference. Thread safety: immutable.</remarks>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest version of ONNX's operator set that can be written: 13 (ONNX 1.8).</summary>
    public const int OldestOpset = OnnxOpset.Oldest;

    /// <summary>The default version of ONNX's operator set: 17 (ONNX 1.12, ONNX Runtime 1.12 and newer).</summary>
    public const int DefaultOpset = OnnxOpset.Default;

    /// <summary>The newest version of ONNX's operator set that can be written: 21 (ONNX 1.16).</summary>
    public const int NewestOpset = OnnxOpset.Newest;

    private readonly int opset = OnnxOpset.Default;

    /// <summary>Gets the name of the only input.</summary>
    /// <value>Default: "input".</value>
    /// <remarks>Ignored if inputs are passed with their names.</remarks>
    public string InputName { get; init; } = "input";

    /// <summary>Gets the names of the outputs in order, one for each.</summary>
    /// <value>Default: "output", for the one output that most modules have.</value>
    public IReadOnlyList<string> OutputNames { get; init; } = ["output"];

    /// <summary>Gets the symbol of the batch axis, whose size is chosen at run time.</summary>
    /// <value>Default: "N".</value>
    /// <remarks>Ignored if inputs are passed with their shapes.</remarks>
    public string BatchAxisName { get; init; } = "N";

    /// <summary>Gets the model's doc string: a description for people of what it computes.</summary>
    /// <value>Default: null, which means no description.</value>
    public string? Description { get; init; }

    /// <summary>Gets entries of the model's metadata, which every ONNX runtime passes to its caller.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the module types that can be exported.</summary>
    /// <value>Default: <see cref="OnnxConverters.Default"/>.</value>
    /// <remarks>Add a converter for each module type of your own that does not implement <see cref="IOnnxExportable"/>.</remarks>
    public OnnxConverters Converters { get; init; } = OnnxConverters.Default;

    /// <summary>Gets the version of ONNX's operator set, which the file records.</summary>
    /// <value>Default: 17. Range: <see cref="OldestOpset"/> to <see cref="NewestOpset"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public int Opset
    {
        get => opset;
        init => opset = OnnxOpset.Checked(value);
    }

    /// <summary>
    /// Gets whether a batch norm directly after a convolution or a Linear is merged into that layer's weights, computed in
    /// double precision. The model then has one layer less to run.
    /// </summary>
    /// <value>Default: true.</value>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>
    /// Gets a callback that receives a warning for each module that TorchSharp itself computes differently from the file,
    /// because of a fault in TorchSharp. Called on the exporting thread, after the file was written.
    /// </summary>
    /// <value>Default: null, which means that warnings are not reported.</value>
    public Action<string>? Warn { get; init; }

    /// <summary>Gets the number format of the weights.</summary>
    /// <value>Default: <see cref="OnnxWeightFormat.Float32"/>.</value>
    public OnnxWeightFormat WeightFormat { get; init; }
}
