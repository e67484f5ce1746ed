using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The base class of graphs with latents as input, [N, Z].</summary>
/// <param name="network">The network that the graph computes.</param>
internal abstract class LatentGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override IReadOnlyList<string> InputNames => [GraphTensors.LatentName];

    public override IReadOnlyList<OrtValue> InputValues(GraphRows rows) =>
        [OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(rows.Latents), rows.Latents.shape)];

    public override void WriteInputs(Func<int, string> pathOf, GraphRows rows) =>
        OnnxTensorFile.Write(pathOf(0), GraphTensors.LatentName, TensorValues.Floats(rows.Latents), rows.Latents.shape);

    /// <summary>Adds the input and the decoder: [N, Z] -> [N, P].</summary>
    protected OnnxValue AddDecoder(OnnxGraphBuilder graph)
    {
        var latent = graph.AddInput(GraphTensors.LatentName, OnnxElementType.Float32, BatchAxis, Network.Latent.Width);
        return graph.AddModule(Network.Decoder, latent, "decoder");
    }
}
