using Microsoft.ML.OnnxRuntime;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>One of the ONNX graphs of a model folder, and the same computation in TorchSharp as its reference.</summary>
/// <param name="network">The network that it computes.</param>
internal abstract class ModelGraph(VariationalAutoencoder network)
{
    /// <inheritdoc cref="MatrixNodes.BatchAxis"/>
    protected const string BatchAxis = MatrixNodes.BatchAxis;

    /// <summary>The graph's name.</summary>
    public abstract string Name { get; }

    /// <summary>The names of its outputs in order.</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>The names of its inputs in order.</summary>
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>The file within the model folder.</summary>
    public string FileName => $"{Name}.onnx";

    protected VariationalAutoencoder Network { get; } = network;

    protected OnnxGraphBuilder NewGraph() => new(Name, Network.Layers.ExportConverters);

    /// <summary>The graphs of a model folder.</summary>
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

    /// <summary>Builds the graph.</summary>
    public abstract OnnxGraphBuilder Build();

    /// <summary>Creates the inputs for ONNX Runtime, in the order of the names. The caller disposes them.</summary>
    public abstract IReadOnlyList<OrtValue> InputValues(GraphRows rows);

    /// <summary>Writes what the graph is fed into files, each named by its number.</summary>
    public abstract void WriteInputs(Func<int, string> pathOf, GraphRows rows);

    /// <summary>Writes an output that TorchSharp computed as a TensorProto of the graph's type.</summary>
    public virtual void WriteOutput(string path, int index, Tensor values) =>
        OnnxTensorFile.Write(path, OutputNames[index], TensorValues.Floats(values), values.shape);

    /// <summary>
    /// The magnitudes that the rounding of an output grows with: its own, unless it is a sum whose terms cancel out.
    /// </summary>
    public virtual Tensor Magnitudes(int index, IReadOnlyList<Tensor> computed) => computed[index].abs();

    /// <summary>Returns a value indicating whether an output is a key, whose numbers are names and not quantities.</summary>
    public virtual bool IsKey(int index) => false;

    /// <summary>Computes the outputs with TorchSharp, in order; float32 tensors of the caller's dispose scope.</summary>
    public abstract IReadOnlyList<Tensor> Compute(GraphRows rows);
}
