using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Fits <see cref="LinearImputation"/> to the rows of a table.</summary>
/// <remarks>
/// The ridge penalty is the one of a few with the smallest squared error of rows that were left out, by five folds. Missing cells of the rows
/// are first their means, and then their own estimates.
/// </remarks>
internal sealed class LinearImputationFit
{
    private const int Folds = 5;
    private const int Rounds = 3;
    private static readonly double[] Penalties = [0.3, 1, 3, 10, 30, 100, 300];

    private readonly LinearSlots slots;
    private readonly Tensor values; // scaled, 0 where they are missing, double [n, S]
    private readonly Tensor isMissing; // double [n, S]
    private readonly Tensor means; // double [S]
    private readonly Tensor deviations; // double [S]

    private LinearImputationFit(LinearSlots slots, (Tensor Values, Tensor Observed) cells)
    {
        this.slots = slots;
        isMissing = cells.Observed.logical_not().to(float64);
        var observed = cells.Observed.to(float64);
        var known = where(cells.Observed, cells.Values, zeros_like(cells.Values));
        var counts = observed.sum(dim: 0).Plus(Held(1e-9));
        means = known.sum(dim: 0) / counts;
        var centered = (known - means) * observed;
        var variances = (centered * centered).sum(dim: 0) / counts;
        // A rare category would have a large weight if it were scaled, too.
        var isScaled = tensor(Enumerable.Range(0, slots.Count).Select(slot => !slots.IsCategory(slot)).ToArray())
            .logical_and(variances.gt(Held(0)));
        deviations = where(isScaled, variances.sqrt(), ones_like(variances));
        values = centered / deviations;
    }

    /// <summary>Fits the regressions.</summary>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells of the rows, [n, S], and whether they are observed.</param>
    /// <param name="penalty">The ridge penalty; null for the best one.</param>
    /// <returns>The regressions and their penalty.</returns>
    public static (LinearImputation Linear, double Penalty) Fit(
        LinearSlots slots,
        (Tensor Values, Tensor Observed) cells,
        double? penalty = null
    )
    {
        using var scope = NewDisposeScope();
        LinearImputationFit fit = new(slots, (cells.Values.to(float64), cells.Observed));
        var chosen = penalty ?? fit.BestPenalty();
        return (fit.Fit(chosen), chosen);
    }

    private LinearImputation Fit(double penalty)
    {
        var filled = values;
        var precision = Precision(Products(filled), penalty);
        for (var round = 0; round < Rounds && isMissing.any().item<bool>(); round++)
        {
            var (scaled, diagonal) = WithDiagonalOfOne(precision);
            filled = values.Plus(LinearImputation.Solve(scaled, values * diagonal, isMissing) / diagonal);
            precision = Precision(Products(filled), penalty);
        }

        var (ofGraph, roots) = WithDiagonalOfOne(precision);
        var limits = values * roots;
        return new LinearImputation
        {
            Means = Floats(means),
            Scales = Floats(deviations / roots),
            Lows = Floats(limits.amin([0])),
            Highs = Floats(limits.amax([0])),
            Precision = MemoryMarshal.AsBytes<float>(TensorValues.Floats(ofGraph.to(float32))).ToArray(),
        };
    }

    /// <summary>Returns the penalty with the smallest sum of the squared errors of each cell given the others, in rows that were left out.</summary>
    private double BestPenalty()
    {
        var rowCount = (int)values.shape[0];
        var sums = new double[Penalties.Length];
        for (var fold = 0; fold < Math.Min(Folds, rowCount); fold++)
        {
            using var scope = NewDisposeScope();
            var isHeldOut = tensor([.. Enumerable.Range(0, rowCount).Select(row => row % Folds == fold)]);
            var heldOut = values[isHeldOut];
            var isObserved = isMissing[isHeldOut].neg().Plus(Held(1));
            var products = Products(values[isHeldOut.logical_not()]);
            foreach (var (i, penalty) in Penalties.Index())
            {
                using var errorScope = NewDisposeScope();
                var errors = Errors(heldOut, Precision(products, penalty)) * isObserved;
                sums[i] += (errors * errors).sum().item<double>();
            }
        }

        return Penalties[Array.IndexOf(sums, sums.Min())];
    }

    /// <summary>
    /// Returns the errors of all slots, where those of a cell are estimated from all others: (x P)_B P_BB^-1 (Lauritzen 1996, section 5.1).
    /// </summary>
    private Tensor Errors(Tensor rows, Tensor precision)
    {
        var products = rows.mm(precision);
        List<Tensor> errors =
        [
            products.narrow(1, 0, slots.NumberCount) / precision.diagonal().narrow(0, 0, slots.NumberCount),
        ];
        long first = slots.NumberCount;
        foreach (var width in slots.Groups.Skip(slots.NumberCount))
        {
            var block = precision.narrow(0, first, width).narrow(1, first, width);
            errors.Add(products.narrow(1, first, width).mm(linalg.inv(block)));
            first += width;
        }

        return cat([.. errors], 1);
    }

    private static Tensor Products(Tensor rows) => rows.t().mm(rows); // [S, S]

    private static Tensor Precision(Tensor products, double penalty) =>
        linalg.inv(products.Plus(eye(products.shape[0], dtype: float64) * Held(penalty)));

    private static (Tensor Scaled, Tensor Roots) WithDiagonalOfOne(Tensor precision)
    {
        var roots = precision.diagonal().sqrt();
        return (precision / roots / roots.unsqueeze(1), roots);
    }

    private static float[] Floats(Tensor values) => TensorValues.Floats(values.to(float32));
}
