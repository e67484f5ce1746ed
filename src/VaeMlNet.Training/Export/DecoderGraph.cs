using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph decoder.onnx: latent [N, Z] -> reconstruction (the likelihood's mean in the data's own units) and the other
/// parameters of the likelihood, [N, D] each.
/// </summary>
internal sealed class DecoderGraph(VariationalAutoencoder network) : LatentGraph(network)
{
    public override string Name => "decoder";

    public override IReadOnlyList<string> OutputNames =>
        [GraphTensors.Reconstruction, .. Network.Likelihood.OtherParameters.Select(parameter => parameter.Name)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var parameters = AddDecoder(graph); // [N, P]
        var mean = Network.Likelihood.AddMean(graph, parameters);
        foreach (
            var (name, value) in OutputNames.Zip([mean, .. Network.Likelihood.AddOtherParameters(graph, parameters)])
        )
        {
            graph.AddOutput(name, value, BatchAxis, Network.InputDim);
        }

        return graph;
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var parameters = Network.Decode(rows.Latents, Network.ConditionsOf(rows.Raw));
        return [Network.Likelihood.Mean(parameters), .. Network.Likelihood.ComputeOtherParameters(parameters)];
    }
}

/// <summary>The base class of graphs with latents as input, [N, Z], and the conditions.</summary>
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

/// <summary>
/// The graph decoder.onnx of a table model: latent [N, Z] -> reconstruction [N, R], all columns side by side, and the
/// parameters of p(x|z) for each column, in its own units.
/// </summary>
internal sealed class TableDecoderGraph(VariationalAutoencoder network, Table table) : LatentGraph(network)
{
    private readonly IReadOnlyList<TableInput> columns = TableInput.CreateAll(table);
    private readonly TableDecoding decoding = new(network, table);

    public override string Name => "decoder";

    public override IReadOnlyList<string> OutputNames =>
        field ??= [GraphTensors.Reconstruction, .. columns.SelectMany(decoding.NamesOf)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var parameters = AddDecoder(graph); // [N, P]
        var means = decoding.AddMeans(graph, parameters);
        var others = decoding.AddOtherParameters(graph, parameters);
        graph.AddOutput(
            GraphTensors.Reconstruction,
            MatrixNodes.AddJoin(graph, [.. means]),
            BatchAxis,
            columns.Sum(column => column.Column.DecodedWidth)
        );
        foreach (var (i, column) in columns.Index())
        {
            OnnxValue[] values = [means[i], .. others[i]];
            foreach (var (name, value) in decoding.NamesOf(column).Zip(values))
            {
                graph.AddOutput(name, value, BatchAxis, column.WidthOf(name));
            }
        }

        return graph;
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var parameters = Network.Decode(rows.Latents, Network.ConditionsOf(rows.Raw));
        var means = decoding.Means(parameters);
        var perColumn = means.Zip(decoding.OtherParameters(parameters), (mean, others) => (Tensor[])[mean, .. others]);
        return [cat([.. means], 1), .. perColumn.SelectMany(values => values)];
    }
}
