using System.Numerics;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The log-rates of counts, computed from the decoder's raw outputs, and the encoder's input for counts.</summary>
/// <remarks>
/// The rate cannot overflow: for the raw output l, log(rate) = B - softplus(B - l) with B = log(2^24), the largest count. This
/// equals 1 / rate = exp(-l) + 2^-24, and the gradient never vanishes completely. The encoder's input is log(1 + x), because
/// counts have long tails. In tables both are standardized: the encoder's input is (log(1 + x) - m) / s, and l = m + s * output,
/// where m and s are mean and standard deviation of log(1 + x) in the training data.
/// </remarks>
/// <param name="means">The mean m of each slot; null for 0.</param>
/// <param name="scales">The standard deviation s of each slot; null for 1.</param>
internal sealed class LogRates(float[]? means, float[]? scales)
{
    /// <summary>B.</summary>
    public static readonly double Largest = Math.Log(1 << 24);

    private static readonly Vector<float> LargestOfCells = new((float)Largest);

    /// <summary>Returns log(rate) of each slot, [N, D].</summary>
    /// <param name="raw">The decoder's raw outputs, [N, D].</param>
    public Tensor Compute(Tensor raw)
    {
        var unbounded = means is null
            ? raw
            : (raw * tensor(scales!, device: raw.device)).Plus(tensor(means, device: raw.device));
        var below = (-unbounded).Plus(Held(Largest)).Softplus(); // softplus(B - u)
        return (-below).Plus(Held(Largest));
    }

    /// <summary>Returns log(rate) of cells of a slot, and its derivative s sigmoid(B - u) by the raw outputs.</summary>
    public (Vector<float> LogRate, Vector<float> Slope) At(Vector<float> raw, int slot)
    {
        var (mean, scale) = means is null ? (0, 1) : (means[slot], scales![slot]);
        var curve = LogisticCurve.At(LargestOfCells - (raw * scale) - new Vector<float>(mean));
        return (LargestOfCells - curve.Softplus, curve.Sigmoid * scale);
    }

    /// <summary>Returns the encoder's input. It treats negative numbers, which input noise can create, as 0.</summary>
    public Tensor EncoderInput(Tensor x)
    {
        var logarithms = x.clamp_min(Held(0)).log1p();
        return means is null
            ? logarithms
            : (logarithms - tensor(means, device: x.device)) / tensor(scales!, device: x.device);
    }

    /// <summary>Returns synthetic counts up to 9, [N, D].</summary>
    public static Tensor SyntheticCounts(long rowCount, int width, float maximum, Generator generator) =>
        (rand(rowCount, width, ScalarType.Float32, generator: generator) * Held(Math.Min(maximum, 9) + 1.0)).floor();

    /// <summary>Adds <see cref="Compute"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="raw">The decoder's raw outputs, [N, D].</param>
    /// <param name="prefix">The prefix of the names of constants.</param>
    public OnnxValue Add(OnnxGraphBuilder graph, OnnxValue raw, string prefix)
    {
        var unbounded = raw;
        if (means is not null)
        {
            var scaled = graph.AddNode("Mul", [raw, AddRow(graph, $"{prefix}.log_rate_scales", scales!)]);
            unbounded = graph.AddNode("Add", [scaled, AddRow(graph, $"{prefix}.log_rate_means", means)]);
        }

        var largest = graph.AddScalar((float)Largest);
        var below = SoftplusNodes.Add(graph, graph.AddNode("Sub", [largest, unbounded]));
        return graph.AddNode("Sub", [largest, below]);
    }

    /// <summary>Adds <see cref="EncoderInput"/> to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">The features, [N, D].</param>
    /// <param name="prefix">The prefix of the names of constants.</param>
    public OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features, string prefix)
    {
        var counts = graph.AddNode("Relu", [features]);
        var logarithms = graph.AddNode("Log", [graph.AddNode("Add", [counts, graph.AddScalar(1)])]);
        if (means is null)
        {
            return logarithms;
        }

        var centered = graph.AddNode("Sub", [logarithms, AddRow(graph, $"{prefix}.encoder_means", means)]);
        return graph.AddNode("Div", [centered, AddRow(graph, $"{prefix}.encoder_scales", scales!)]);
    }

    private static OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer(name, values, 1, values.Length);
}
