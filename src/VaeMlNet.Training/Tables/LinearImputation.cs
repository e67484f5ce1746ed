using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Estimates the missing cells of a row from its other cells, by the linear regressions of each column on all others.
/// </summary>
/// <remarks>
/// <para>
/// A cell is a slot if it is a number or a Boolean, and has a slot for each category. Where u are the scaled slots of a row and P is the inverse
/// of their covariance matrix with a ridge penalty (Hoerl &amp; Kennard 1970), the missing slots m given the observed ones o solve
/// P_mm u_m = -P_mo u_o (Lauritzen 1996, section 5.1). Any set of cells may be missing. Conjugate gradients solve it (Hestenes &amp; Stiefel
/// 1952) by products with P alone, which any runtime can compute.
/// </para>
/// <para>Checkpoints contain it. Thread safety: immutable. Equality compares the lists by reference.</para>
/// </remarks>
internal sealed record LinearImputation
{
    /// <summary>
    /// The most slots. A graph contains a number for each pair of them, and a row takes that many multiplications for each iteration.
    /// </summary>
    public const int MostSlots = 800;

    /// <summary>The most categories of a column whose cells are slots.</summary>
    public const int MostCategories = 100;

    // Each iteration solves for one more direction. More missing cells than iterations are estimated closely, not exactly.
    private const int Iterations = 12;

    // Beside residuals of about 1: a solved row divides by this, and changes no more. The iterations are in float64, because columns that nearly
    // determine each other multiply the rounding of float32 until runtimes differ.
    private const double Tiny = 1e-12;

    /// <summary>Gets the mean of each slot, in the unit of its column; of a category its share.</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>Gets the divisors that make slots to u: the standard deviations, and for P a diagonal of 1.</summary>
    public required IReadOnlyList<float> Scales { get; init; }

    /// <summary>Gets the smallest u of each slot in the training rows.</summary>
    public required IReadOnlyList<float> Lows { get; init; }

    /// <summary>Gets the largest u of each slot in the training rows.</summary>
    public required IReadOnlyList<float> Highs { get; init; }

    /// <summary>Gets P, whose diagonal is 1, row by row: S x S numbers of float32.</summary>
    public required byte[] Precision { get; init; }

    /// <summary>Adds the estimates of all slots to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells of rows as <see cref="LinearSlots"/> orders them, [N, S], and whether they are observed.</param>
    /// <returns>The slots in the units of their columns, [N, S]. Those of observed cells are arbitrary.</returns>
    public OnnxValue AddEstimates(
        OnnxGraphBuilder graph,
        LinearSlots slots,
        (NodeValue Values, NodeValue Observed) cells
    )
    {
        var (lows, highs) = (AddRow("lows", Lows), AddRow("highs", Highs));
        var (means, scales) = (AddRow("means", Means), AddRow("scales", Scales));
        // As a vector, because matrices lose digits where weights are stored in fewer bits, and the iterations need theirs.
        var precision = cells
            .Values.AddConstant("imputer.precision", PrecisionValues(), slots.Count * slots.Count)
            .Reshape(slots.Count, slots.Count)
            .ToDoubles();
        var isMissing = (!cells.Observed).ToDoubles();
        var scaled = Clip((cells.Values - means) / scales);
        var known = cells.Observed.Where(scaled, 0);
        var tiny = new NodeValue(graph, graph.AddScalar((float)Tiny)).ToDoubles();
        var residual = Times((-known).ToDoubles());
        NodeValue? estimate = null;
        var direction = residual;
        var size = (residual * residual).Sum(); // [N, 1]
        for (var i = 0; i < Iterations; i++)
        {
            var product = Times(direction);
            var step = Ratio(size, (direction * product).Sum());
            var change = step * direction;
            estimate = estimate is null ? change : estimate + change;
            residual -= step * product;
            var next = (residual * residual).Sum();
            direction = residual + (Ratio(next, size) * direction);
            size = next;
        }

        var solved = Clip(estimate!.ToFloats());
        return (solved * scales) + means;

        OnnxValue AddRow(string name, IReadOnlyList<float> values) =>
            graph.AddInitializer($"imputer.{name}", [.. values], 1, values.Count);
        NodeValue Clip(NodeValue values) => values.Max(lows).Min(highs);
        NodeValue Times(NodeValue values) => isMissing * values.Times(precision);
        NodeValue Ratio(NodeValue above, NodeValue below) => above / (below + tiny);
    }

    /// <summary>Computes the estimates of all slots.</summary>
    /// <param name="cells">The cells, [n, S], and whether they are observed, bool [n, S].</param>
    /// <returns>The slots in the units of their columns, [n, S], in the caller's dispose scope.</returns>
    public Tensor Estimate((Tensor Values, Tensor Observed) cells)
    {
        using var scope = NewDisposeScope();
        var (means, scales) = (Row(Means), Row(Scales));
        var (lows, highs) = (Row(Lows), Row(Highs));
        var precision = tensor(PrecisionValues(), [Means.Count, Means.Count]).to(float64);
        var scaled = Clip((cells.Values - means) / scales, lows, highs);
        var known = where(cells.Observed, scaled, zeros_like(scaled));
        var solved = Solve(precision, known.to(float64), cells.Observed.logical_not().to(float64));
        return (Clip(solved.to(float32), lows, highs) * scales).Plus(means).MoveToOuterDisposeScope();

        Tensor Row(IReadOnlyList<float> values) => tensor([.. values]);
    }

    /// <summary>Solves P_mm u_m = -P_mo u_o for each row by conjugate gradients.</summary>
    /// <param name="precision">P, [S, S], with a diagonal of about 1.</param>
    /// <param name="known">u, 0 where it is missing, [n, S].</param>
    /// <param name="isMissing">1 where it is missing and 0 elsewhere, [n, S].</param>
    /// <returns>The missing u, 0 elsewhere, [n, S], in the caller's dispose scope.</returns>
    public static Tensor Solve(Tensor precision, Tensor known, Tensor isMissing)
    {
        var residual = -(isMissing * known.mm(precision)); // [n, S]
        var estimate = zeros_like(known);
        var direction = residual.clone();
        var size = (residual * residual).sum(1, keepdim: true); // [n, 1]
        for (var i = 0; i < Iterations; i++)
        {
            // The tensors of all iterations together would be a hundred times the rows.
            using var scope = NewDisposeScope();
            var product = isMissing * direction.mm(precision);
            var step = size / (direction * product).sum(1, keepdim: true).Plus(Held(Tiny));
            estimate.add_(step * direction, Held(1));
            residual.add_(step * product, Held(-1));
            var next = (residual * residual).sum(1, keepdim: true);
            direction.mul_(next / size.Plus(Held(Tiny))).add_(residual, Held(1));
            size = next.MoveToOuterDisposeScope();
        }

        return estimate;
    }

    private static Tensor Clip(Tensor values, Tensor lows, Tensor highs) => values.maximum(lows).minimum(highs);

    private float[] PrecisionValues() =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Precision).ToArray();
}
