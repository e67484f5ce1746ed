using System.Text.Json.Serialization;
using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>
/// The contents of a model folder's <c>manifest.json</c>: the facts about the model that the ONNX graphs do not contain.
/// </summary>
/// <remarks>
/// The training side writes it, and <see cref="VaeModel"/> checks the graphs against it. Names in the file are snake_case.
/// Members that a later producer adds are ignored. A newer <see cref="FormatVersion"/> is refused. Thread safety: immutable.
/// </remarks>
public sealed record VaeManifest
{
    /// <summary>The newest format version that this library reads, and the one it writes: 1.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>One input <c>features</c>, float32 [N, D], that contains the slots of all columns.</summary>
    public const string FeatureInput = "features";

    /// <summary>The name of the graphs' input with features.</summary>
    internal const string FeaturesTensor = "features";

    /// <summary>One input for each raw column, which can have missing cells: a table model.</summary>
    public const string ColumnInputs = "columns";

    /// <summary>Weights as trained: the graphs compute TorchSharp's results up to rounding.</summary>
    public const string Float32Weights = "float32";

    /// <summary>Weights in half precision. All computations use float32.</summary>
    public const string Float16Weights = "float16";

    /// <summary>Weights of fully connected layers in 8 bits, multiplied as integers.</summary>
    public const string Int8Weights = "int8";

    /// <summary>The largest number of slots that get names. Nobody reads more names.</summary>
    internal const int LargestNamedSlotCount = 1 << 16;

    /// <summary>Gets the format version of the model folder. Default: <see cref="CurrentFormatVersion"/>.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the program and version that wrote the folder, such as <c>VaeMlNet 0.1.0</c>.</summary>
    public required string Producer { get; init; }

    /// <summary>Gets the name of the model, such as <c>mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the inputs of the graphs: <see cref="FeatureInput"/>, the default, or <see cref="ColumnInputs"/>.</summary>
    public string Inputs
    {
        get;
        // A generated JSON reader sets a missing member to null.
        init => field = value ?? FeatureInput;
    } = FeatureInput;

    /// <summary>Gets the architecture of the network.</summary>
    public required VaeArchitecture Architecture { get; init; }

    /// <summary>Gets the latent space.</summary>
    public required VaeLatentSpace Latent { get; init; }

    /// <summary>
    /// Gets the raw columns in the order of the graph's input slots or, for a table model, of its inputs. Their widths add up
    /// to <see cref="VaeArchitecture.InputDim"/>.
    /// </summary>
    public required IReadOnlyList<VaeColumn> Columns { get; init; }

    /// <summary>
    /// Gets the columns on which the model depends, with the combinations of their values in the training data; null for a model without
    /// conditions.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal ModelConditions? Conditions { get; init; }

    /// <summary>
    /// Gets how the texts of a table's cells are read and written, also of columns that the model does not read; null where that was
    /// not recorded.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VaeTableSchema? TableSchema { get; init; }

    /// <summary>Gets the windows of a time series, which the rows of the only column are; null for a model of single rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VaeSeries? Series { get; init; }

    /// <summary>
    /// Gets the facts about the training rows for the reasons of scores; null for time series and for very wide rows.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal UsualRows? Usual { get; init; }

    /// <summary>Gets the relations between the columns of a table; null if training found none.</summary>
    [JsonInclude]
    [JsonPropertyName("relations")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal ColumnRelations? ColumnRelations { get; init; }

    /// <summary>Gets what writes the relations as texts.</summary>
    [JsonIgnore]
    internal RelationNames RelationNames => new(TableSchema, Columns);

    /// <summary>
    /// Gets the relations between the columns of a table as texts, such as <c>total = net + tax</c>. Filled cells and synthetic rows keep them,
    /// except <see cref="UnkeptRelations"/>.
    /// Empty if training found none.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Relations => ColumnRelations?.Describe(RelationNames) ?? [];

    /// <summary>
    /// Gets those of <see cref="Relations"/> that add nothing to the score of a row that breaks them, such as relations that follow from others. Empty if
    /// there are none.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> UnscoredRelations => ColumnRelations?.DescribeUnscored(RelationNames) ?? [];

    /// <summary>
    /// Gets those of <see cref="Relations"/> that synthetic rows need not keep, because other relations compute the column: they only fill cells, and count in
    /// scores. Empty if there are none.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> UnkeptRelations => ColumnRelations?.DescribeUnkept(RelationNames) ?? [];

    /// <summary>Gets what the score consists of, for detectors of normal rows only (<c>VaeTrainerOptions.NormalRows</c>); otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VaeNormalRows? NormalRows { get; init; }

    /// <summary>Gets the scores above which a row counts as an anomaly.</summary>
    public required VaeThreshold Threshold { get; init; }

    /// <summary>Gets the settings and the results of the training.</summary>
    public required VaeTrainingSummary Training { get; init; }

    /// <summary>Gets the ONNX operator set of the graphs.</summary>
    public required int Opset { get; init; }

    /// <summary>
    /// Gets the format of the graphs' weights: <see cref="Float32Weights"/>, the default, <see cref="Float16Weights"/> or <see
    /// cref="Int8Weights"/>.
    /// </summary>
    public string Weights
    {
        get;
        init => field = value ?? Float32Weights;
    } = Float32Weights;

    /// <summary>
    /// Gets a value indicating whether scorer.onnx has the output <c>unseen</c>, which marks the cells of categories that are not in the
    /// training data. Table models with keys only.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MarksUnseen { get; init; }

    /// <summary>
    /// Gets the columns on which the model depends; empty for a model without conditions. Their likelihood is <see cref="VaeColumn.Condition"/>.
    /// Cells are never missing, and a key has one of the categories of the training data.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<VaeColumn> ConditionColumns => Conditions?.Columns ?? [];

    /// <summary>Gets the columns that the model explains, followed by the conditions.</summary>
    internal IReadOnlyList<VaeColumn> AllColumns => [.. Columns, .. ConditionColumns];

    /// <summary>Returns the schema of a column whose slots are the parts of dates; null for other columns.</summary>
    internal VaeColumnSchema? FindDateSchema(VaeColumn column) =>
        TableSchema?.Find(column.Name) is { Kind: VaeColumnKind.Date } schema
        && new DateSlots(schema).Names.Count == column.Width
            ? schema
            : null;

    /// <summary>
    /// Gets the columns as the graphs read them, an input for each. Features are one vector of numbers that the graphs do not convert, the
    /// windows of a time series are the vector of a table.
    /// </summary>
    internal IReadOnlyList<VaeColumn> InputColumns =>
        Inputs == ColumnInputs
            ? Columns
            :
            [
                Columns[0] with
                {
                    GraphName = FeaturesTensor,
                    Type = VaeColumn.SingleType,
                    KeyCount = null,
                    IsUnchanged = true,
                },
            ];

    /// <summary>Gets a value indicating whether the model has an encoder and a decoder. A baseline has only a scorer.</summary>
    internal bool HasLatents => Latent.Kind != VaeLatentSpace.None;

    /// <summary>Gets a value indicating whether the only input is a vector of features.</summary>
    internal bool HasFeatures => Inputs != ColumnInputs;
}
