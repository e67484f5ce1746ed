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
    public static void Write(
        string modelFolder,
        VariationalAutoencoder network,
        Likelihood likelihood,
        TrainingDataSummary data,
        int seed
    )
    {
        var folder = Directory.CreateDirectory(Path.Combine(modelFolder, ModelFolderFiles.TestData)).FullName;
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)seed));
        var (minimum, maximum) = likelihood.Range(data.Minimum, data.Maximum);
        var uniform = rand(RowCount, network.InputDim, ScalarType.Float32, generator: generator);
        var features = (uniform * (maximum - minimum)) + minimum; // [8, D]
        var latents = randn(RowCount, network.LatentDim, ScalarType.Float32, generator: generator); // the prior, [8, L]
        Evaluation.ForEachBatch(
            network,
            features,
            (x, _) =>
            {
                foreach (var graph in ModelGraph.All)
                {
                    Write(folder, graph, network, likelihood, graph.InputFrom(x, latents));
                }
            }
        );
    }

    private static void Write(
        string folder,
        ModelGraph graph,
        VariationalAutoencoder network,
        Likelihood likelihood,
        Tensor input
    )
    {
        Write(Path.Combine(folder, $"{graph.Name}_input_0.pb"), graph.InputName, input);
        var outputs = graph.Compute(network, likelihood, input);
        for (var i = 0; i < outputs.Count; i++)
        {
            Write(Path.Combine(folder, $"{graph.Name}_output_{i}.pb"), graph.OutputNames[i], outputs[i]);
        }
    }

    private static void Write(string path, string name, Tensor tensor) =>
        OnnxTensorFile.Write(path, name, TensorValues.Floats(tensor), tensor.shape);
}
