using System.Text.Json;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>A table of the folder of tables, with one half for training and the other one for the test.</summary>
internal sealed class LabeledTableSplit
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly ProtocolTable table;
    private readonly string folder;
    private readonly TextTable train;
    private readonly TextTable test;

    /// <summary>Reads a table and splits its rows at random.</summary>
    /// <param name="source">The folder of tables.</param>
    /// <param name="table">The table, whose target is the label.</param>
    /// <param name="labelCount">The number of labeled rows, which are the first training rows.</param>
    /// <param name="seed">The seed of the split, and of trainings.</param>
    /// <param name="folder">A folder for files.</param>
    public LabeledTableSplit(string source, ProtocolTable table, int labelCount, int seed, string folder)
    {
        this.table = table;
        this.folder = folder;
        Seed = seed;
        var all = TextTable.Read(Path.Combine(source, $"{table.Name}.csv"));
        int[] order = [.. Enumerable.Range(0, all.RowCount).Where(row => all[table.Target][row].Length > 0)];
        new Random(seed).Shuffle(order);
        var half = order.Length / 2;
        (train, test) = (all.Rows(order[..half]), all.Rows(order[half..]));
        LabeledRows = [.. Enumerable.Range(0, Math.Min(labelCount, half)).Select(row => (long)row)];
        Labels = (LabelsOf(train), LabelsOf(test));
        var target = Array.IndexOf(train.Names, table.Target);
        var columns = train.Columns.ToArray();
        columns[target] = [.. columns[target].Select((label, row) => row < LabeledRows.Length ? $"label {label}" : "")];
        (train with { Columns = columns }).Write(TrainPath);
        test.Write(TestPath);

        byte[] LabelsOf(TextTable rows)
        {
            string[] names = [.. all[table.Target].Distinct().Order(StringComparer.Ordinal)];
            return [.. rows[table.Target].Select(label => (byte)Array.IndexOf(names, label))];
        }
    }

    /// <summary>Gets the seed.</summary>
    public int Seed { get; }

    /// <summary>Gets the number of rows with a target.</summary>
    public int RowCount => train.RowCount + test.RowCount;

    /// <summary>Gets the numbers of the labeled training rows.</summary>
    public long[] LabeledRows { get; }

    private (byte[] Train, byte[] Test) Labels { get; }

    private string TrainPath => Path.Combine(folder, "train.csv");

    private string TestPath => Path.Combine(folder, "test.csv");

    /// <summary>Returns the quality of logistic regression on standardized numbers and one-hot categories.</summary>
    public (double Error, double Auroc) OfColumns()
    {
        using var scope = NewDisposeScope();
        var inputs = table with { Columns = [.. table.Columns.Where(column => column.Name != table.Target)] };
        TableCoder coder = new(inputs, train);
        NumericRows columns = new(coder.Code(train));
        return Classify(Slots(train), Slots(test));

        Tensor Slots(TextTable rows)
        {
            var slots = columns.Encode(coder.Code(rows)); // [rows][slots]
            return tensor(
                [.. slots.SelectMany(row => row).Select(slot => (float)slot)],
                [rows.RowCount, slots[0].Length]
            );
        }
    }

    /// <summary>Trains a model by the command line, and returns the quality of logistic regression on its embeddings.</summary>
    /// <param name="latentDim">The number of latents.</param>
    /// <param name="labels">The use of the labels; null to train without them.</param>
    public (double Error, double Auroc) OfEmbeddings(int latentDim, VaeLabelOptions? labels)
    {
        using var scope = NewDisposeScope();
        var (model, options) = (Path.Combine(folder, "model"), Path.Combine(folder, "options.json"));
        File.WriteAllText(options, JsonSerializer.Serialize(new { LatentDim = latentDim, Labels = labels }, Json));
        string[] ignored = [.. table.Ignored, .. labels is null ? (string[])[table.Target] : []];
        VaemlnetMethod.Run([
            "export",
            $"--model={ModelPreset.Table}",
            $"--options={options}",
            $"--data={TrainPath}",
            $"--seed={Seed}",
            $"--out={model}",
            .. ignored.Length > 0 ? (string[])[$"--ignore={string.Join(',', ignored)}"] : [],
        ]);
        return Classify(Embeddings(model, TrainPath), Embeddings(model, TestPath));
    }

    private Tensor Embeddings(string model, string rows)
    {
        var path = Path.Combine(folder, "embeddings.csv");
        VaemlnetMethod.Run(["encode", model, $"--data={rows}", $"--out={path}"]);
        var embeddings = TextTable.Read(path);
        string[] names = [.. embeddings.Names.Where(name => name.StartsWith("latent_", StringComparison.Ordinal))];
        float[] values =
        [
            .. Enumerable
                .Range(0, embeddings.RowCount)
                .SelectMany(row => names.Select(name => (float)TableCoder.Number(embeddings[name][row]))),
        ];
        return tensor(values, [embeddings.RowCount, names.Length]);
    }

    private (double Error, double Auroc) Classify(Tensor trainFeatures, Tensor testFeatures) =>
        new FewLabels((trainFeatures, Labels.Train), (testFeatures, Labels.Test)).LogisticRegression(LabeledRows);
}
