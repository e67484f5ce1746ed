using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Creates test_data_set_0: inputs with TorchSharp's outputs, so that anybody can verify the graphs with any runtime. With
/// weights in fewer bits, the outputs come from the written graphs, because TorchSharp cannot compute them.
/// </summary>
internal static class TestDataSet
{
    private const long RowCount = 8;

    /// <summary>
    /// Adds the files to those of a model folder. The inputs are synthetic rows that depend on the seed; they are never rows of the data.
    /// </summary>
    public static void AddTo(
        Dictionary<string, byte[]> files,
        VariationalAutoencoder network,
        TrainingDataSummary data,
        int seed,
        OnnxWeightFormat format
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        var rows = network.Likelihood.SyntheticRows(RowCount, data.Minimum, data.Maximum, generator); // [8, D]
        if (network.ConditionLayer is { } layer)
        {
            rows = cat([rows, layer.Conditions.SyntheticRows(RowCount, generator)], 1);
        }

        var latents = network.DrawPrior(RowCount, generator); // [8, Z]
        Evaluation.ForEachBatch(
            network,
            new RowsOfTensor(rows),
            (x, _) =>
            {
                var batch = new GraphRows(x, network.EncodeRows(x), latents);
                foreach (var graph in ModelGraph.All(network))
                {
                    using var exported = format == OnnxWeightFormat.Float32 ? null : new ExportedGraph(graph, files);
                    Add(files, graph, batch, exported?.Compute(batch) ?? graph.Compute(batch));
                }
            },
            leastBatch: RowCount // A file has all rows.
        );
    }

    private static void Add(
        Dictionary<string, byte[]> files,
        ModelGraph graph,
        GraphRows rows,
        IReadOnlyList<Tensor> outputs
    )
    {
        foreach (var (number, input) in graph.InputFiles(rows).Index())
        {
            files.Add($"{ModelFolderFiles.TestData}/{graph.Name}_input_{number}.pb", input);
        }

        for (var i = 0; i < outputs.Count; i++)
        {
            files.Add($"{ModelFolderFiles.TestData}/{graph.Name}_output_{i}.pb", graph.OutputFile(i, outputs[i]));
        }
    }
}
