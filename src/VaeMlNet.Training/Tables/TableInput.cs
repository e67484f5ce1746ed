using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The input of the exported graphs for a table's column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">The name of the input: the column's own name, unless another tensor has it.</param>
/// <param name="First">The first raw slot of the column.</param>
internal sealed record TableInput(TableColumn Column, string Name, int First)
{
    private const string ImputedSuffix = "_" + GraphTensors.Imputed;
    private const string MissingSuffix = "_" + GraphTensors.Missing;

    private static readonly string[] Suffixes =
    [
        "",
        .. ColumnLikelihood.All.SelectMany(likelihood => likelihood.OtherOutputs).Select(output => $"_{output}"),
        "_" + GraphTensors.Probabilities,
        MissingSuffix,
        ImputedSuffix,
    ];

    private static readonly string[] Reserved =
    [
        GraphTensors.LatentName,
        GraphTensors.Mean,
        GraphTensors.LogVariance,
        GraphTensors.Probabilities,
        GraphTensors.Reconstruction,
        GraphTensors.Unseen,
        .. ScoreKind.Outputs.Select(output => output.Name),
    ];

    /// <summary>Gets the name of the column with filled cells.</summary>
    public string ImputedName => Name + ImputedSuffix;

    /// <summary>Gets the name of the decoder's probabilities that cells are missing.</summary>
    public string MissingName => Name + MissingSuffix;

    /// <summary>Creates the inputs of all columns of a table, in the columns' order.</summary>
    public static IReadOnlyList<TableInput> CreateAll(Table table) => CreateAll(table.Columns, []);

    /// <summary>Creates the inputs of a model and those of its conditions, whose raw slots follow.</summary>
    /// <param name="table">The table; null for features, which are one input.</param>
    /// <param name="inputDim">The number of features; ignored for a table.</param>
    /// <param name="conditions">The columns of the conditions.</param>
    public static (IReadOnlyList<TableInput> Own, IReadOnlyList<TableInput> Conditions) CreateAll(
        Table? table,
        int inputDim,
        IReadOnlyList<TableColumn> conditions
    )
    {
        var own = table?.Columns ?? [Features(inputDim)];
        var all = CreateAll(own, conditions);
        return (all[..own.Count], all[own.Count..]);
    }

    private static TableColumn Features(int width) =>
        new()
        {
            Name = VaeManifest.FeaturesTensor,
            Kind = TableColumnKind.Number,
            Width = width,
        };

    private static List<TableInput> CreateAll(IEnumerable<TableColumn> columns, IEnumerable<TableColumn> conditions)
    {
        var taken = new HashSet<string>(Reserved, StringComparer.Ordinal);
        var first = 0;
        List<TableInput> inputs = [];
        foreach (var column in columns.Concat(conditions))
        {
            var name = column.Name;
            while (Suffixes.Any(suffix => taken.Contains(name + suffix)))
            {
                name += "_column";
            }

            taken.UnionWith(Suffixes.Select(suffix => name + suffix));
            inputs.Add(new TableInput(column, name, first));
            first += column.Width;
        }

        return inputs;
    }

    /// <summary>Returns the width of an output of the decoder for the column: that of its bins for their probabilities.</summary>
    public int WidthOf(string outputName) =>
        outputName == Name ? Column.DecodedWidth
        : outputName == MissingName ? Column.Width
        : Column.Kind == TableColumnKind.BinnedNumber ? Column.EncodedWidth
        : Column.DecodedWidth;

    /// <summary>Describes the column for the manifest, without its likelihood.</summary>
    public VaeColumn Describe() =>
        new()
        {
            Name = Column.Name,
            GraphName = Name == Column.Name ? null : Name,
            Type = Column.Kind switch
            {
                TableColumnKind.Number or TableColumnKind.BinnedNumber => VaeColumn.SingleType,
                TableColumnKind.Boolean => VaeColumn.BooleanType,
                _ => VaeColumn.KeyType,
            },
            Width = Column.Width,
            Likelihood = "",
            Means = Column.Means.Length > 0 ? Column.Means : null,
            Scales = Column.Scales.Length > 0 ? Column.Scales : null,
            Bins = Column.Bins.Count > 0 ? Column.Bins : null,
            SlotNames = Column.SlotNames,
            KeyCount = Column.Kind == TableColumnKind.Key ? Column.KeyCount : null,
            KeyValues = Column.KeyValues,
            KeyValueType = Column.KeyValueType,
            Shares = Column.Shares.Length > 0 ? Column.Shares : null,
            MissingShare = Column.MissingShare,
            Minimum = Column.Minimum,
            Maximum = Column.Maximum,
        };

    public OnnxValue AddTo(OnnxGraphBuilder graph) =>
        graph.AddInput(
            Name,
            Column.Kind switch
            {
                TableColumnKind.Number or TableColumnKind.BinnedNumber => OnnxElementType.Float32,
                TableColumnKind.Boolean => OnnxElementType.Bool,
                _ => OnnxElementType.UInt32,
            },
            MatrixNodes.BatchAxis,
            Column.Width
        );

    /// <summary>Creates the input for raw rows [n, S]. The caller must dispose it.</summary>
    public OrtValue ValueOf(Tensor rawRows)
    {
        var cells = Cells(rawRows);
        long[] shape = [rawRows.shape[0], Column.Width];
        return Column.Kind switch
        {
            TableColumnKind.Number or TableColumnKind.BinnedNumber => OrtValue.CreateTensorValueFromMemory(
                cells,
                shape
            ),
            TableColumnKind.Boolean => OrtValue.CreateTensorValueFromMemory(Booleans(cells), shape),
            _ => OrtValue.CreateTensorValueFromMemory(Keys(cells), shape),
        };
    }

    /// <summary>Returns the input for raw rows [n, S] as the bytes of a TensorProto.</summary>
    public byte[] ToBytes(Tensor rawRows)
    {
        var cells = Cells(rawRows);
        long[] shape = [rawRows.shape[0], Column.Width];
        return Column.Kind switch
        {
            TableColumnKind.Number or TableColumnKind.BinnedNumber => OnnxTensorFile.ToBytes(Name, cells, shape),
            TableColumnKind.Boolean => OnnxTensorFile.ToBytes(Name, Booleans(cells), shape),
            _ => OnnxTensorFile.ToBytes(Name, Keys(cells), shape),
        };
    }

    /// <summary>Returns the column's slots of raw rows: [n, S] -> [n * width].</summary>
    private float[] Cells(Tensor rawRows)
    {
        using var scope = NewDisposeScope();
        return TensorValues.Floats(rawRows.narrow(1, First, Column.Width));
    }

    private static bool[] Booleans(float[] cells) => Array.ConvertAll(cells, cell => cell != 0);

    private static uint[] Keys(float[] cells) =>
        Array.ConvertAll(
            cells,
            cell =>
                float.IsNaN(cell) ? 0u
                : cell == Table.KnownMissing ? Table.KnownMissingKey
                : (uint)cell
        );
}
