using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The base class of graphs with latents as input, [N, Z], and the conditions.</summary>
/// <param name="network">The network that the graph computes.</param>
internal abstract class LatentGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override IReadOnlyList<string> InputNames =>
        [GraphTensors.LatentName, .. ConditionInputs.Select(input => input.Name)];

    public override IReadOnlyList<OrtValue> InputValues(GraphRows rows) =>
        [
            OrtValue.CreateTensorValueFromMemory(TensorValues.Floats(rows.Latents), rows.Latents.shape),
            .. ConditionInputs.Select(input => input.ValueOf(rows.Raw)),
        ];

    public override IReadOnlyList<byte[]> InputFiles(GraphRows rows) =>
        [
            OnnxTensorFile.ToBytes(GraphTensors.LatentName, TensorValues.Floats(rows.Latents), rows.Latents.shape),
            .. ConditionInputs.Select(input => input.ToBytes(rows.Raw)),
        ];

    /// <summary>Adds the inputs and the decoder: [N, Z] -> [N, P].</summary>
    protected OnnxValue AddDecoder(OnnxGraphBuilder graph)
    {
        var latent = graph.AddInput(GraphTensors.LatentName, OnnxElementType.Float32, BatchAxis, Network.Latent.Width);
        return AddDecoder(graph, latent, AddConditions(graph));
    }
}
