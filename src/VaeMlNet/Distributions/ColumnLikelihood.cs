namespace VaeMlNet;

/// <summary>
/// Describes a likelihood to everything that runs a model: its name in the manifest, the values that it allows, its outputs of
/// decoder.onnx, and how to sample from it.
/// </summary>
/// <remarks>
/// <see cref="All"/> is the only list of likelihoods in this project. Most of them have a formula, with which VaeMlNet.Training also trains and
/// exports them. Thread safety: immutable.
/// </remarks>
internal sealed record ColumnLikelihood(string Name)
{
    // The names of likelihoods that are not of single slots, and have no formula.
    public const string Categorical = "categorical";
    public const string Multinomial = "multinomial";
    public const string Histogram = "histogram";

    /// <summary>Samples a number of a table's column from p(x|z).</summary>
    /// <param name="number">The parameters of p(x|z), in the column's own unit.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="slot">The slot whose random numbers are used.</param>
    public delegate double DrawNumber(DecodedNumber number, RowRandom random, int slot);

    /// <summary>Gets the likelihoods that a manifest can name.</summary>
    public static IReadOnlyList<ColumnLikelihood> All { get; } =
    [
        // The densities of some likelihoods are shorter without the constants of a value, and in the parameters of decoder.onnx: marginal scores
        // compute them for each slot and sample.
        new(BernoulliFormula.Kind)
        {
            Values = AllowedValues.UnitInterval,
            TableType = VaeColumn.BooleanType,
            LogDensity = (x, value) => LogDensityOfBernoulli(x.Mean, value),
        },
        Of(new GaussianFormula(HasVariance: false)) with
        {
            TableType = null,
        },
        Of(new GaussianFormula(HasVariance: true)),
        Of(new StudentTFormula(1)) with
        {
            ForColumn = column =>
                Of(new StudentTFormula(column.DegreesOfFreedom ?? double.NaN)) with
                {
                    LogDensity = (x, value) => LogDensityOfStudentT(x, value, column.DegreesOfFreedom ?? double.NaN),
                },
            Complaint = column =>
                column.DegreesOfFreedom is > 0 and <= double.MaxValue
                    ? null
                    : FormattableString.Invariant(
                        $"degrees_of_freedom {column.DegreesOfFreedom}, expected a finite number above 0"
                    ),
        },
        new(Categorical)
        {
            Values = AllowedValues.OneHot,
            TableType = VaeColumn.KeyType,
            LogDensity = LogDensityOfShare,
            Complaint = column =>
                column.Type == VaeColumn.KeyType
                || (
                    column.Groups?.All(width => width >= 1) == true
                    && column.Groups.Sum(width => (long)width) == column.Width
                )
                    ? null
                    : FormattableString.Invariant(
                        $"groups of {column.Groups?.Sum(width => (long)width) ?? 0} slots together, expected {column.Width}, each group 1 or more"
                    ),
        },
        new(Multinomial) { Values = AllowedValues.Counts, LogDensity = LogDensityOfShare },
        Of(new PoissonFormula()) with
        {
            LogDensity = (x, value) => (value * CountRate.OfDecoded(x.Mean)) - x.Mean,
        },
        Of(new NegativeBinomialFormula()),
        Of(new LogNormalFormula(IsBesideZeros: false)),
        Of(new ZeroInflatedFormula<PoissonFormula>()),
        Of(new ZeroInflatedFormula<NegativeBinomialFormula>()),
        Of(new ZeroInflatedFormula<LogNormalFormula>(new(IsBesideZeros: true))),
        new(Histogram)
        {
            OtherOutputs = [GraphTensors.Probabilities],
            TableType = VaeColumn.SingleType,
            Draw = DrawFromBins,
            Variance = VarianceOfBins,
            LogDensity = (x, value) => Math.Log(Math.Max(x.Other(0, FirstBin(x) + BinOf(x, value)), 1e-30)),
            Complaint = column =>
                column.Bins is { } bins && bins.Count == column.Width
                    ? bins.Select(slot => slot is null ? "bins with null among them" : slot.Complaint())
                        .FirstOrDefault(c => c is not null)
                    : $"{column.Bins?.Count ?? 0} bins, expected those of {column.Width} slots",
        },
    ];

    /// <summary>Gets the values that the slots of a column may have.</summary>
    public AllowedValues Values { get; private init; } = AllowedValues.Finite;

    /// <summary>Gets the type of the columns of a table that can have this likelihood; null for likelihoods of features only.</summary>
    public string? TableType { get; private init; }

    /// <summary>
    /// Gets the names of the decoder's outputs besides the mean. For features these are the names of the outputs. For a column
    /// of a table, the output is called <c>column_name</c>.
    /// </summary>
    public IReadOnlyList<string> OtherOutputs { get; private init; } = [];

    /// <summary>Gets the function that samples a number of a table; null if the likelihood is not for numbers.</summary>
    public DrawNumber? Draw { get; private init; }

    /// <summary>
    /// Samples a number of a table's column from a distribution like p(x|z) with another mean and spread: bins are tilted, numbers of any sign are
    /// moved, and counts and positive numbers are scaled.
    /// </summary>
    /// <param name="number">The parameters of p(x|z), in the column's own unit.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="slot">The slot whose random numbers are used.</param>
    /// <param name="mean">The other mean.</param>
    /// <param name="spread">The standard deviation in relation to that of p(x|z), above 0. Scaled numbers have their own.</param>
    public double DrawAround(DecodedNumber number, RowRandom random, int slot, double mean, double spread)
    {
        if (number.Column.Bins is { } columnBins)
        {
            var bins = columnBins[number.Index];
            return bins.Draw(
                TiltedBins.Tilt(bins.Means, ProbabilitiesOfBins(number), mean, spread),
                random.Uniform(slot)
            );
        }

        var drawn = Draw!(number, random, slot);
        if (Values == AllowedValues.Finite)
        {
            return mean + (spread * (drawn - number.Mean));
        }

        var scaled = drawn * Math.Max(mean, 0) / Math.Max(number.Mean, float.Epsilon);
        return Values == AllowedValues.Counts ? Math.Round(scaled) : scaled;
    }

    /// <summary>Gets the function that returns the variance of p(x|z); null if the likelihood is not for numbers.</summary>
    public Func<DecodedNumber, double>? Variance { get; private init; }

    /// <summary>
    /// Gets the function that returns log p(x|z) of a value, up to a constant that does not depend on z. In a table it is for numbers.
    /// </summary>
    public required Func<DecodedNumber, float, double> LogDensity { get; init; }

    /// <summary>Gets the function that returns the likelihood with the settings of a column; null without settings.</summary>
    private Func<VaeColumn, ColumnLikelihood>? ForColumn { get; init; }

    /// <summary>Gets the check of the column's members for this likelihood. It returns the problem, or null.</summary>
    public Func<VaeColumn, string?> Complaint { get; private init; } = _ => null;

    /// <summary>Returns the likelihood of a column. The manifest must have been checked.</summary>
    public static ColumnLikelihood Get(VaeColumn column)
    {
        var likelihood = Find(column.Likelihood)!;
        return likelihood.ForColumn?.Invoke(column) ?? likelihood;
    }

    /// <summary>Returns the likelihood with a name, or null if there is none.</summary>
    public static ColumnLikelihood? Find(string name) => All.FirstOrDefault(likelihood => likelihood.Name == name);

    /// <summary>Returns the groups of a column's slots and the values that each allows.</summary>
    public IEnumerable<SlotGroup> SlotGroups(VaeColumn column) =>
        Values == AllowedValues.OneHot
            ? column.Groups!.Select(width => new SlotGroup(width, Values))
            : [new(column.Width, Values)];

    /// <summary>Creates the entry of a formula.</summary>
    private static ColumnLikelihood Of<TFormula>(TFormula formula)
        where TFormula : struct, INumberFormula
    {
        var count = formula.OtherParameters.Count;
        DecodedParameters Decoded(DecodedNumber x) =>
            new(x.Mean, count > 0 ? x.Other(0) : double.NaN, count > 1 ? x.Other(1) : double.NaN);
        return new(formula.Name)
        {
            Values = formula.Values,
            OtherOutputs = [.. formula.OtherParameters.Select(parameter => parameter.Name)],
            TableType = VaeColumn.SingleType,
            Draw = (x, random, slot) => formula.Draw(Decoded(x), random, slot),
            Variance = x => formula.Variance(Decoded(x)),
            LogDensity = (x, value) =>
            {
                var slot = formula.FromDecoded(Decoded(x));
                return -formula.NegativeLogLikelihood(value, slot, formula.OfScale(slot));
            },
        };
    }

    /// <summary>
    /// Returns the cross-entropy, negated. A float32 has no number between 1 - 2^-24 and 1, so that a probability of 1 counts as the middle
    /// between both.
    /// </summary>
    private static double LogDensityOfBernoulli(double mean, float value)
    {
        const double smallest = 1.0 / (1 << 25);
        var ofOne = value > 0 ? value * Math.Log(Math.Max(mean, float.Epsilon)) : 0;
        return value < 1 ? ofOne + ((1 - value) * Math.Log(Math.Max(1 - mean, smallest))) : ofOne;
    }

    private static double LogDensityOfStudentT(DecodedNumber x, float value, double degreesOfFreedom)
    {
        var ratio = (value - x.Mean) / x.Other(0);
        return (-(degreesOfFreedom + 1) / 2 * Math.Log(1 + (ratio * ratio / degreesOfFreedom))) - Math.Log(x.Other(0));
    }

    /// <summary>Returns the part of a slot whose mean is its share of a whole.</summary>
    private static double LogDensityOfShare(DecodedNumber x, float value) =>
        value > 0 ? value * Math.Log(Math.Max(x.Mean, 1e-30)) : 0;

    /// <summary>Returns the variance of a number that is uniform within each bin.</summary>
    private static double VarianceOfBins(DecodedNumber number)
    {
        var first = FirstBin(number);
        var bins = number.Column.Bins![number.Index];
        var variance = 0.0;
        for (var bin = 0; bin < bins.Count; bin++)
        {
            var distance = bins.Means[bin] - number.Mean;
            var width = (double)bins.Highs[bin] - bins.Lows[bin];
            variance += number.Other(0, first + bin) * ((distance * distance) + (width * width / 12));
        }

        return variance;
    }

    /// <summary>Returns the place of a number's first bin among those of its column.</summary>
    private static int FirstBin(DecodedNumber number)
    {
        var first = 0;
        for (var slot = 0; slot < number.Index; slot++)
        {
            first += number.Column.Bins![slot].Count;
        }

        return first;
    }

    private static int BinOf(DecodedNumber number, float value) => number.Column.Bins![number.Index].Find(value);

    private static double DrawFromBins(DecodedNumber number, RowRandom random, int slot) =>
        number.Column.Bins![number.Index].Draw(ProbabilitiesOfBins(number), random.Uniform(slot));

    private static ReadOnlySpan<float> ProbabilitiesOfBins(DecodedNumber number) =>
        number.Others(0).Slice(FirstBin(number), number.Column.Bins![number.Index].Count);
}
