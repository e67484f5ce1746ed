using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Writes test_data_set_0: inputs with TorchSharp's outputs, so that anybody can verify the graphs with any runtime.
/// </summary>
internal static class TestDataSet
{
    private const long RowCount = 8;

    /// <summary>Writes the files; inputs are synthetic, drawn from the seed, and never rows of the data.</summary>
    public static void Write(string modelFolder, VariationalAutoencoder network, TrainingDataSummary data, int seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(modelFolder, ModelFolderFiles.TestData)).FullName;
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        var features = network.Likelihood.SyntheticRows(RowCount, data.Minimum, data.Maximum, generator); // [8, D]
        var latents = network.Latent.DrawPrior(RowCount, generator); // [8, Z]
        Evaluation.ForEachBatch(
            network,
            features,
            (x, _) =>
            {
                foreach (var graph in ModelGraph.All(network))
                {
                    Write(folder, graph, graph.InputFrom(x, latents));
                }
            }
        );
    }

    private static void Write(string folder, ModelGraph graph, Tensor input)
    {
        Write(Path.Combine(folder, $"{graph.Name}_input_0.pb"), graph.InputName, input);
        var outputs = graph.Compute(input);
        for (var i = 0; i < outputs.Count; i++)
        {
            Write(Path.Combine(folder, $"{graph.Name}_output_{i}.pb"), graph.OutputNames[i], outputs[i]);
        }
    }

    private static void Write(string path, string name, Tensor tensor) =>
        OnnxTensorFile.Write(path, name, TensorValues.Floats(tensor), tensor.shape);
}
