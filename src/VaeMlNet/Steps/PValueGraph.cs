using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Adds an output with p-values to scorer.onnx: the share of calibration scores that are at least as large as the row's score,
/// counting the row itself: p = (1 + #{c &gt;= s}) / (n + 1) (conformal p-value; Vovk et al. 2005, Bates et al. 2023, eq. 2).
/// </summary>
/// <remarks>
/// The graph computes it, so that a saved pipeline has the output without VaeMlNet. Counts below 2^24 are exact in float32 in
/// any order of addition, so that the p-value depends on the score only. NaN counts as above all other scores.
/// </remarks>
internal static class PValueGraph
{
    private const string Prefix = "vae_p_value";

    /// <summary>Gets the new output: float32 [N, 1], in (0, 1].</summary>
    public static GraphTensor Output { get; } = new(Prefix, 1);

    /// <summary>Returns the graph with the output.</summary>
    /// <param name="scorer">The bytes of scorer.onnx.</param>
    /// <param name="score">The score output of the graph: [N, 1].</param>
    /// <param name="calibration">The calibration scores.</param>
    /// <param name="kind">The kind of score.</param>
    public static byte[] Append(byte[] scorer, GraphTensor score, CalibrationScores calibration, VaeScoreKind kind)
    {
        var count = calibration.Counts.Count;
        float[] scores = [.. calibration.Scores(kind)];
        float[] counts = [.. calibration.Counts.Select(c => (float)c)];
        var addition = new ProtobufWriter()
            .Message(GraphProto.Initializer, OnnxParts.Floats(Prefix + "_scores", scores, 1, count))
            .Message(GraphProto.Initializer, OnnxParts.Floats(Prefix + "_counts", counts, count, 1))
            .Message(GraphProto.Initializer, OnnxParts.Floats(Prefix + "_row", [1]))
            .Message(GraphProto.Initializer, OnnxParts.Floats(Prefix + "_rows", [calibration.Rows + 1]))
            .Message(
                GraphProto.Node,
                OnnxParts.Node("GreaterOrEqual", [Prefix + "_scores", score.Name], Prefix + "_is_at_least")
            ) // [N, K]
            .Message(GraphProto.Node, OnnxParts.CastToFloat(Prefix + "_is_at_least", Prefix + "_ones")) // [N, K]
            .Message(
                GraphProto.Node,
                OnnxParts.Node("MatMul", [Prefix + "_ones", Prefix + "_counts"], Prefix + "_above")
            ) // [N, 1]
            .Message(GraphProto.Node, OnnxParts.Node("Add", [Prefix + "_above", Prefix + "_row"], Prefix + "_with_row"))
            .Message(GraphProto.Node, OnnxParts.Node("Div", [Prefix + "_with_row", Prefix + "_rows"], Output.Name))
            .Message(GraphProto.Output, OnnxParts.Value(Output.Name, null, 1));
        return OnnxParts.Extend(scorer, addition);
    }
}
