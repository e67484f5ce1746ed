using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>One of the ONNX graphs of a model folder, with the same computation in TorchSharp as its reference.</summary>
internal abstract class ModelGraph(VariationalAutoencoder network)
{
    protected const string BatchAxis = MatrixNodes.BatchAxis;

    public abstract string Name { get; }

    /// <summary>Gets the names of its outputs in order.</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>Gets the names of its inputs in order.</summary>
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>Gets the name of its file in the model folder.</summary>
    public string FileName => $"{Name}.onnx";

    protected VariationalAutoencoder Network { get; } = network;

    private readonly (IReadOnlyList<TableInput> Own, IReadOnlyList<TableInput> Conditions) inputs =
        TableInput.CreateAll(network.Table, network.InputDim, network.ConditionLayer?.Conditions.Columns ?? []);

    /// <summary>Gets the inputs of rows: features, or one for each column of a table.</summary>
    protected IReadOnlyList<TableInput> RowInputs => inputs.Own;

    /// <summary>Gets the inputs of the conditions, which follow the other inputs; empty without conditions.</summary>
    protected IReadOnlyList<TableInput> ConditionInputs => inputs.Conditions;

    /// <summary>Adds the inputs of the conditions, and encodes them: [N, C]; null without conditions.</summary>
    protected OnnxValue? AddConditions(OnnxGraphBuilder graph) =>
        Network.ConditionLayer?.AddTo(graph, [.. ConditionInputs.Select(input => input.AddTo(graph))]);

    /// <summary>Adds the decoder: latents [N, Z] -> [N, P].</summary>
    protected OnnxValue AddDecoder(
        OnnxGraphBuilder graph,
        OnnxValue latent,
        OnnxValue? conditions,
        string path = "decoder"
    )
    {
        if (conditions is null)
        {
            return graph.AddModule(Network.Decoder, latent, path);
        }

        var input = MatrixNodes
            .AddJoin(graph, latent, conditions)
            .DeclareShape(BatchAxis, Network.Latent.Width + Network.ConditionLayer!.Width);
        return graph.AddModule(Network.Decoder, input, path);
    }

    protected OnnxGraphBuilder NewGraph() => new(Name, Network.Layers.ExportConverters);

    /// <summary>Creates the graphs of a model folder.</summary>
    public static IReadOnlyList<ModelGraph> All(VariationalAutoencoder network) =>
        network.Table is { } table
            ? [.. OfTable(network, table)]
            : [new EncoderGraph(network), new DecoderGraph(network), new ScorerGraph(network)];

    private static IEnumerable<ModelGraph> OfTable(VariationalAutoencoder network, Table table)
    {
        yield return new EncoderGraph(network);
        yield return new TableDecoderGraph(network, table);
        yield return new ScorerGraph(network);
        if (table.Columns.Any(column => column.Kind != TableColumnKind.Boolean))
        {
            yield return new ImputerGraph(network, table);
        }
    }

    public abstract OnnxGraphBuilder Build();

    /// <summary>Creates the inputs for ONNX Runtime, in the order of the names. The caller must dispose them.</summary>
    public abstract IReadOnlyList<OrtValue> InputValues(GraphRows rows);

    /// <summary>Returns the inputs of the graph as the bytes of TensorProtos, in the order of the names.</summary>
    public abstract IReadOnlyList<byte[]> InputFiles(GraphRows rows);

    /// <summary>Returns an output that TorchSharp computed as the bytes of a TensorProto of the graph's type.</summary>
    public byte[] OutputFile(int index, Tensor values)
    {
        var numbers = TensorValues.Floats(values);
        return IsKey(index)
            ? OnnxTensorFile.ToBytes(OutputNames[index], Array.ConvertAll(numbers, key => (uint)key), values.shape)
            : OnnxTensorFile.ToBytes(OutputNames[index], numbers, values.shape);
    }

    /// <summary>
    /// Returns the magnitudes that determine the rounding of an output: its own values, unless it is a sum whose terms can
    /// cancel out.
    /// </summary>
    public virtual double[] Magnitudes(int index, IReadOnlyList<Tensor> computed) => Numbers(computed[index].abs());

    /// <summary>Returns a value indicating whether an output is a key. The numbers of keys are names, not quantities.</summary>
    public virtual bool IsKey(int index) => false;

    /// <summary>Gets whether the outputs depend on which rows are the nearest.</summary>
    public virtual bool HasDistances => false;

    /// <summary>
    /// Computes the outputs with TorchSharp, in order. The float32 tensors belong to the caller's dispose scope.
    /// </summary>
    public abstract IReadOnlyList<Tensor> Compute(GraphRows rows);

    /// <summary>Copies the values of a tensor.</summary>
    protected static double[] Numbers(Tensor values) =>
        Array.ConvertAll(TensorValues.Floats(values), value => (double)value);
}
