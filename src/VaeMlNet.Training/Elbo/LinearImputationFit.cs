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
    // A covariance matrix of 500 slots is known well from as many.
    private const int MostRows = 5000;

    private const int RowsPerBlock = 256;
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

    /// <summary>Fits the regressions; null for a table with too many slots, or without two slots.</summary>
    /// <param name="table">The table.</param>
    /// <param name="sample">Its raw rows.</param>
    public static LinearImputation? Fit(Table table, RawSample sample) =>
        Fit(table, slots => slots.CellsOfRaw(sample.ToTensor()));

    /// <summary>Fits the regressions; null for a table with too many slots, or without two slots.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows of the network. Conditions at their end are not read.</param>
    public static LinearImputation? Fit(Table table, MemoryRows rows) => Fit(table, slots => CellsOf(slots, rows));

    private static LinearImputation? Fit(Table table, Func<LinearSlots, Tensor> cellsOf)
    {
        LinearSlots slots = new(table);
        if (slots.Count is < 2 or > LinearImputation.MostSlots)
        {
            return null;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new LinearImputationFit(slots, slots.Of(cellsOf(slots).to(float64))).Fit();
    }

    /// <summary>Returns the cells of rows at equal distances, [n, R]. The rows have many more slots, so that they are encoded in blocks.</summary>
    private static Tensor CellsOf(LinearSlots slots, MemoryRows rows)
    {
        var count = (int)Math.Min(rows.Count, MostRows);
        var chosen = rows.Choose([.. Enumerable.Range(0, count).Select(i => (int)(i * rows.Count / count))]);
        List<Tensor> cells = [];
        for (var first = 0; first < count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = chosen.Slice(first, Math.Min(RowsPerBlock, count - first));
            cells.Add(slots.CellsOfEncoded(block).MoveToOuterDisposeScope());
        }

        return cat([.. cells], 0);
    }

    private LinearImputation Fit()
    {
        var penalty = Penalties.MinBy(SquaredError);
        var filled = values;
        var precision = Precision(filled, penalty);
        for (var round = 0; round < Rounds && isMissing.any().item<bool>(); round++)
        {
            var (scaled, diagonal) = WithDiagonalOfOne(precision);
            filled = values.Plus(LinearImputation.Solve(scaled, values * diagonal, isMissing) / diagonal);
            precision = Precision(filled, penalty);
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

    /// <summary>Returns the sum of the squared errors of each cell given the others, in rows that were left out.</summary>
    private double SquaredError(double penalty)
    {
        var rowCount = (int)values.shape[0];
        double sum = 0;
        for (var i = 0; i < Math.Min(Folds, rowCount); i++)
        {
            using var scope = NewDisposeScope();
            var isHeldOut = tensor([.. Enumerable.Range(0, rowCount).Select(row => row % Folds == i)]);
            var heldOut = values[isHeldOut];
            var precision = Precision(values[isHeldOut.logical_not()], penalty);
            var errors = Errors(heldOut, precision) * isMissing[isHeldOut].neg().Plus(Held(1));
            sum += (errors * errors).sum().item<double>();
        }

        return sum;
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

    private static Tensor Precision(Tensor rows, double penalty)
    {
        var products = rows.t().mm(rows); // [S, S]
        return linalg.inv(products.Plus(eye(products.shape[0], dtype: float64) * Held(penalty)));
    }

    private static (Tensor Scaled, Tensor Roots) WithDiagonalOfOne(Tensor precision)
    {
        var roots = precision.diagonal().sqrt();
        return (precision / roots / roots.unsqueeze(1), roots);
    }

    private static float[] Floats(Tensor values) => TensorValues.Floats(values.to(float32));
}
