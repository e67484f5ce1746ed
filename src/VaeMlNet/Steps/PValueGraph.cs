using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Gives scorer.onnx one more output: the share of calibration scores that are at least as large as the row's score, the row
/// itself counted with them: p = (1 + #{c &gt;= s}) / (n + 1) (conformal p-value; Vovk et al. 2005, Bates et al. 2023, eq. 2).
/// </summary>
/// <remarks>
/// In the graph, so that a saved pipeline has it where VaeMlNet is not. Counts below 2^24 are exact in float32 in whatever order
/// they are added: the p-value of a score depends on nothing else. A score that is no number counts as above all others.
/// </remarks>
internal static class PValueGraph
{
    private const string Prefix = "vae_p_value";

    /// <summary>The new output: float32 [N, 1], in (0, 1].</summary>
    public static GraphTensor Output { get; } = new(Prefix, 1);

    /// <summary>The graph with the output.</summary>
    /// <param name="scorer">Bytes of scorer.onnx.</param>
    /// <param name="score">Its output that is compared: [N, 1].</param>
    /// <param name="calibration">The scores that it is compared with.</param>
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
