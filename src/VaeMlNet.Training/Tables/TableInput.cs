using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The input that a table's column is in the exported graphs.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">Its name there: the column's own, unless another tensor has it.</param>
/// <param name="First">Its first raw slot.</param>
internal sealed record TableInput(TableColumn Column, string Name, int First)
{
    private const string ImputedSuffix = "_" + GraphTensors.Imputed;

    private static readonly string[] Suffixes =
    [
        "",
        .. ColumnLikelihood.All.SelectMany(likelihood => likelihood.OtherOutputs).Select(output => $"_{output}"),
        "_" + GraphTensors.Probabilities,
        ImputedSuffix,
    ];

    private static readonly string[] Reserved =
    [
        GraphTensors.LatentName,
        GraphTensors.Mean,
        GraphTensors.LogVariance,
        GraphTensors.Probabilities,
        GraphTensors.Reconstruction,
        .. ScoreKind.Outputs.Select(output => output.Name),
    ];

    /// <summary>The name of the column without gaps.</summary>
    public string ImputedName => Name + ImputedSuffix;

    /// <summary>The inputs, in the columns' order.</summary>
    public static IReadOnlyList<TableInput> CreateAll(Table table)
    {
        var taken = new HashSet<string>(Reserved, StringComparer.Ordinal);
        List<TableInput> inputs = [];
        var first = 0;
        foreach (var column in table.Columns)
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

    /// <summary>Declares it.</summary>
    public OnnxValue AddTo(OnnxGraphBuilder graph) =>
        graph.AddInput(
            Name,
            Column.Kind switch
            {
                TableColumnKind.Number => OnnxElementType.Float32,
                TableColumnKind.Boolean => OnnxElementType.Bool,
                _ => OnnxElementType.UInt32,
            },
            MatrixNodes.BatchAxis,
            Column.Width
        );

    /// <summary>Creates the input for raw rows [n, S]. The caller disposes it.</summary>
    public OrtValue ValueOf(Tensor rawRows)
    {
        var cells = Cells(rawRows);
        long[] shape = [rawRows.shape[0], Column.Width];
        return Column.Kind switch
        {
            TableColumnKind.Number => OrtValue.CreateTensorValueFromMemory(cells, shape),
            TableColumnKind.Boolean => OrtValue.CreateTensorValueFromMemory(Booleans(cells), shape),
            _ => OrtValue.CreateTensorValueFromMemory(Keys(cells), shape),
        };
    }

    /// <summary>Writes what it is fed for raw rows [n, S] as a TensorProto.</summary>
    public void Write(string path, Tensor rawRows)
    {
        var cells = Cells(rawRows);
        long[] shape = [rawRows.shape[0], Column.Width];
        switch (Column.Kind)
        {
            case TableColumnKind.Number:
                OnnxTensorFile.Write(path, Name, cells, shape);
                break;
            case TableColumnKind.Boolean:
                OnnxTensorFile.Write(path, Name, Booleans(cells), shape);
                break;
            default:
                OnnxTensorFile.Write(path, Name, Keys(cells), shape);
                break;
        }
    }

    /// <summary>The column's slots of raw rows: [n, S] -> [n * width].</summary>
    private float[] Cells(Tensor rawRows)
    {
        using var scope = NewDisposeScope();
        return TensorValues.Floats(rawRows.narrow(1, First, Column.Width));
    }

    private static bool[] Booleans(float[] cells) => Array.ConvertAll(cells, cell => cell != 0);

    private static uint[] Keys(float[] cells) => Array.ConvertAll(cells, cell => float.IsNaN(cell) ? 0u : (uint)cell);
}
