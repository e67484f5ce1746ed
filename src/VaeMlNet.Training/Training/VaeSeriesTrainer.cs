using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Fits a variational autoencoder to the windows of time series, as an anomaly detector of their rows.</summary>
/// <remarks>
/// <para>Windows are kept in memory as float32. The last part of each series, or whole series where many are short, are held out to validate on. Thresholds are computed from all
/// windows, each scored by a network that has not learned from its time (<see cref="VaeTrainingDataOptions.ThresholdFolds"/>).</para>
/// Source: Xu et al. 2018 (Donut) for windows of a series and a deviation for each cell. Thread safety: may be used from several threads at
/// once.
/// </remarks>
/// <example><code>
/// using var model = new VaeSeriesTrainer(new() { SeriesColumnName = "Machine" }).Fit(data, ["Cpu", "Memory"]);
/// model.Export("onnx/servers", VaeSeriesTrainer.CreateWindows(model, data, ["Cpu", "Memory"]));
/// </code></example>
public sealed class VaeSeriesTrainer
{
    /// <summary>The name of the windows' column in the model.</summary>
    internal const string WindowColumn = "Window";

    private const string Name = "VaeSeries";
    private const string UseColumn = "\u0001use";
    private const double HeldOutShare = 0.1;

    // With less, windows of float32 would be moved by so many units that their rounding is as large as what they show.
    private const double SmallestPartOfTrend = 5e-3;

    // A straight line has no deviations, so that its rounding is all that windows show.
    private const double PartOfStraightLine = 0.1;
    private const double MostOfStraightLine = 1e-5;
    private const int FoldCount = 5;

    private readonly VaeSeriesOptions options;

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options. They are copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public VaeSeriesTrainer(VaeSeriesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.ToChecked();
    }

    /// <summary>Gets the options for checkpoints during training. Default: null, which means no checkpoints.</summary>
    public VaeCheckpointOptions? Checkpoints { get; init; }

    /// <summary>Gets the options for recording the training for TensorBoard and MLflow. Default: null, which records nothing.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public VaeTrackingOptions? Tracking
    {
        get;
        init
        {
            value?.Check();
            field = value;
        }
    }

    /// <summary>Fits a model to the windows of the rows.</summary>
    /// <param name="data">The training data, in the order of time.</param>
    /// <param name="channelColumnNames">The channels: Single, or Vector&lt;Single&gt; of known size (NaN: missing).</param>
    /// <param name="progress">Receives progress reports several times per epoch. Called on the training thread. Default: null.</param>
    /// <param name="cancellationToken">Cancels training before the next step.</param>
    /// <returns>The trained model, whose <see cref="VaeTrainerOptions.Series"/> describes the windows. The caller must dispose it.</returns>
    /// <exception cref="ArgumentException">
    /// No channel is named, a name is empty, a column is named twice, or a counter, a trend or a logarithm is of no channel.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, no series is as long as a window, rows of a series are not in the order of time, a number is infinite or not allowed by its likelihood, or a channel whose logarithm the
    /// options ask for has values of 0 or less.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public TrainedVae Fit(
        IDataView data,
        IReadOnlyList<string> channelColumnNames,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = SeriesColumns.Checked(
            Name,
            channelColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName,
            nameof(channelColumnNames)
        );
        TrainingColumns.Check(data.Schema, options.Training.Data);
        var longest = options.WindowLength ?? WindowLength.Longest;
        var steps = TimeSteps.Read(data, columns, longest);
        var timeStep = steps?.Median;
        var absent = Absent(longest);
        var channels = columns.ChannelNames(data.Schema);
        var allowed = AllowedBy(options.Training.Likelihood);
        var pass = SeriesPass.Read(data, columns, allowed, units: null, absent, cancellationToken);
        var counters = Chosen(
            options.Counters,
            nameof(options.Counters),
            channels,
            // Who names a channel for its logarithm means its values, and not its increase.
            [
                .. pass
                    .Counters.Find()
                    .Zip(channels, (isCounter, channel) => isCounter && options.Logarithms?.Contains(channel) != true),
            ]
        );
        Dictionary<string, float> logarithms = [];
        if (counters.Count > 0)
        {
            pass = Read(usual: null);
        }

        var isolated = pass.FindUsual();
        var usual = isolated?.Ranges;
        if (usual is not null)
        {
            pass = Read(usual);
        }

        var period = WindowLength.Period(pass.OnlyChannel);
        var found = Trends(pass, period);
        var trends = Chosen(
            options.Trends,
            nameof(options.Trends),
            channels,
            [.. found.Select(of => of != ChannelTrend.None)]
        );
        logarithms = Logarithms(pass, channels, counters, found);
        if (logarithms.Count > 0)
        {
            pass = Read(usual);
        }

        var scales = pass.Channels.Scales;
        foreach (var c in trends.Select(trend => Array.IndexOf(channels, trend)))
        {
            var part = pass.Trends.Deviation(c) / scales[c];
            // That of a channel without values is NaN.
            scales[c] *= (float)(part > MostOfStraightLine ? Math.Max(part, SmallestPartOfTrend) : PartOfStraightLine);
        }

        var length = options.WindowLength ?? WindowLength.Choose(period, pass.RowCounts);
        absent = Absent(length);
        if (pass.MostAbsent >= length - 1)
        {
            // Rows are counted as in windows, where longer gaps have none.
            pass = Read(usual);
        }

        if (pass.RowCounts.Max() < length)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"{Name} needs a series of at least {length} rows, the length of a window, but the longest has {pass.RowCounts.Max()}. Pass more rows, or a shorter window."
                )
            );
        }

        var step = new WindowStep
        {
            Columns = columns,
            OutputColumnName = WindowColumn,
            Length = length,
            Calendar = options.Calendar,
            Absent = absent,
            AbsentColumnName = SeriesScoreStep.AbsentColumn,
            UseColumnName = UseColumn,
            PlaceColumnName = SeriesScoreStep.PlaceColumn,
            SeriesNumberColumnName = SeriesScoreStep.SeriesNumberColumn,
        }.Fit(data, timeStep, options.LongestGap);
        var series = WithRanges(
            new VaeSeries
            {
                WindowLength = length,
                Period = period,
                Channels = channels,
                Counters = counters.Count > 0 ? counters : null,
                TimeStep = timeStep,
                FillsAbsentRows = absent is not null,
                Means = pass.Channels.Means,
                Trends = trends.Count > 0 ? trends : null,
                Logarithms = logarithms.Count > 0 ? logarithms : null,
                Scales = scales,
                OwnScales = SeriesScales.Choose(pass, scales, options.ScaleEachSeries, 2 * length),
                IsCentered = channels.Length > 1 || trends.Count > 0,
                LongestGap = step.LongestGap,
                Calendar = options.Calendar,
                TimeColumn = options.TimestampColumnName,
                SeriesColumn = options.SeriesColumnName,
                IsolatedValues = isolated
                    ?.Counts.Zip(channels)
                    .Where(of => of.First > 0)
                    .ToDictionary(of => of.Second, of => of.First),
            },
            pass
        );
        step = step with { Units = ChannelUnits.Of(series, usual) };
        var plan = Plan(options.Training.Data.ValidationShare ?? HeldOutShare);
        var windows = Windows(plan);
        var (ranged, trainingCount, heldOutCount) = Ranges(windows);
        if (heldOutCount > 0 && (heldOutCount < WindowPlan.FewestHeldOut || trainingCount == 0))
        {
            plan = Plan(heldOutShare: 0);
            windows = Windows(plan);
            (ranged, trainingCount, heldOutCount) = Ranges(windows);
        }

        if (trainingCount == 0)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"{Name} needs {length} rows of a series, the length of a window, without a gap of more than {step.LongestGap / timeStep} median steps between them, but found none. Pass a shorter window, or a longer gap."
                )
            );
        }

        series = ranged;
        WindowView? filled = pass.Gaps.Find() is { } distances
            ? new(step with { FilledDistances = distances, Use = plan.UseOfFilled }, data)
            : null;
        var heldOut = heldOutCount > 0 ? Used(windows, WindowPlan.HeldOut) : null;
        var rule = options.Training.ThresholdRule;
        var foldCount =
            options.Training.Data.ThresholdFolds
            ?? (rule.Name == VaeThreshold.ByContamination || options.Training.TimeBudget is not null ? 0 : FoldCount);
        var folds =
            foldCount > 0
                ? new WindowFolds(
                    windows,
                    plan,
                    (UseColumn, SeriesScoreStep.PlaceColumn, SeriesScoreStep.SeriesNumberColumn),
                    length,
                    hasFilled: filled is not null
                )
                : null;
        if (folds?.Divide(foldCount).Count == 0)
        {
            (folds, foldCount) = (null, 0);
        }

        var trainer = new VaeTrainer(
            options.Training with
            {
                Series = series,
                Image = null,
                ConditionColumns = series.HasCalendar ? [CalendarColumn.Name] : null,
                Data = options.Training.Data with { ValidationShare = 0, ThresholdFolds = foldCount },
            }
        )
        {
            Defaults = series.IsCentered ? TrainerDefaults.SeriesOfChannels : TrainerDefaults.Series,
            Checkpoints = Checkpoints,
            Tracking = Tracking,
            WindowFolds = folds,
        };
        var model = trainer.Fit(
            Used(filled is null ? windows : new ChainedView(windows.Schema, [windows, filled]), WindowPlan.ForTraining),
            [WindowColumn],
            heldOut,
            progress,
            cancellationToken
        );
        try
        {
            var ofTraining = rule.Name == VaeThreshold.ByContamination;
            model.SetCoveringThreshold(
                (ofTraining ? null : folds?.CoveringThreshold(rule))
                    ?? CoveringThreshold(model, (ofTraining ? null : heldOut) ?? AllWindows(), cancellationToken)
            );
            if (Checkpoints is not null)
            {
                // Training wrote the checkpoint before this threshold was known.
                new CheckpointFolder(Checkpoints.Folder).ReplaceSeries(model.Options.Series!);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }

        WindowPlan Plan(double heldOutShare) => WindowPlan.Create(pass.RowCounts, length, options.Stride, heldOutShare);

        WindowView Windows(WindowPlan plan) => new(step with { Use = plan.Use }, data);

        (VaeSeries Series, long TrainingCount, long HeldOutCount) Ranges(WindowView windows) =>
            WindowRanges.AddTo(series, windows, (WindowColumn, UseColumn), cancellationToken);

        // The mean of a row takes the windows of all its neighbors, and training learns from one of each stride.
        IDataView AllWindows() =>
            Used(
                new WindowView(
                    step with
                    {
                        Use = (_, _, place) => place >= length - 1 ? WindowPlan.ForTraining : 0,
                    },
                    data
                ),
                WindowPlan.ForTraining
            );

        AbsentRows? Absent(int length) =>
            steps is { AreRegular: true, Median: var step }
            && options.Training
                is {
                    Likelihood: not { IsOfStandardizedNumbers: false },
                    InputNoise: not { Kind: VaeInputNoiseKind.HiddenCells }
                }
                ? AbsentRows.Of(step, length, step * options.LongestGap)
                : null;

        SeriesPass Read(IReadOnlyDictionary<string, IReadOnlyList<UsualValues>>? usual) =>
            SeriesPass.Read(
                data,
                columns,
                allowed,
                ChannelUnits.BeforeScales(channels, counters, timeStep, logarithms, usual),
                absent,
                cancellationToken
            );
    }

    /// <summary>Adds the range of the values of each channel, in the common unit.</summary>
    private static VaeSeries WithRanges(VaeSeries series, SeriesPass pass)
    {
        var units = ChannelUnits.Of(series);
        float[] lowest = [.. Enumerable.Repeat(float.PositiveInfinity, series.Channels.Count)];
        float[] highest = [.. Enumerable.Repeat(float.NegativeInfinity, series.Channels.Count)];
        foreach (var (name, of) in pass.Names.Zip(pass.OfSeries))
        {
            for (var c = 0; c < lowest.Length; c++)
            {
                lowest[c] = Math.Min(lowest[c], Common(name, c, of.Lowest[c]));
                highest[c] = Math.Max(highest[c], Common(name, c, of.Highest[c]));
            }
        }

        return series with
        {
            LowestValues = [.. lowest.Select(MeanIfInfinite)],
            HighestValues = [.. highest.Select(MeanIfInfinite)],
        };

        float Common(string name, int channel, float value) => units?.ToCommon(name, channel, value) ?? value;

        // A channel without any value has its mean as its only one.
        float MeanIfInfinite(float value, int channel) => float.IsFinite(value) ? value : series.Means[channel];
    }

    /// <summary>Returns the names of the channels that are counters, by the rule of <see cref="VaeSeriesOptions.Counters"/>.</summary>
    /// <param name="data">The rows, each series in the order of time.</param>
    /// <param name="channelColumnNames">The channels: Single, or Vector&lt;Single&gt; of known size (NaN: missing).</param>
    /// <param name="seriesColumnName">The column that tells several series apart. Default: null, which means that all rows are one series.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The names, in the order of the channels.</returns>
    /// <exception cref="ArgumentException">No channel is named, a name is empty, or a column is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static IReadOnlyList<string> FindCounters(
        IDataView data,
        IReadOnlyList<string> channelColumnNames,
        string? seriesColumnName = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = SeriesColumns.Checked(
            Name,
            channelColumnNames,
            seriesColumnName,
            timestamp: null,
            nameof(channelColumnNames)
        );
        var areCounters = SeriesPass
            .Read(data, columns, AllowedValues.Finite, units: null, absent: null, cancellationToken)
            .Counters.Find();
        return [.. columns.ChannelNames(data.Schema).Where((_, c) => areCounters[c])];
    }

    /// <summary>
    /// Returns a view with the windows of a trained model in the column that the model reads, for the methods of <see cref="TrainedVae"/> that
    /// take data, such as Export and ReadRows.
    /// </summary>
    /// <param name="model">A model of <see cref="Fit"/>, or such a model from a checkpoint.</param>
    /// <param name="data">
    /// Rows with the channels, in the order of time. If the training had columns for the time and the series, the data needs them, too.
    /// </param>
    /// <param name="channelColumnNames">The channels, in the order of the training.</param>
    /// <returns>The view, with a window for each row. Values before the first row of a series are missing.</returns>
    /// <exception cref="ArgumentException">The model is not one of time series, no channel is named, or a column is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or the number of channels differs.</exception>
    public static IDataView CreateWindows(TrainedVae model, IDataView data, IReadOnlyList<string> channelColumnNames)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var series =
            model.Options.Series
            ?? throw new ArgumentException(
                $"{Name} made another model: this one is not of time series.",
                nameof(model)
            );
        var columns = SeriesColumns.Checked(
            Name,
            channelColumnNames,
            series.SeriesColumn,
            series.TimeColumn,
            nameof(channelColumnNames)
        );
        return new WindowView(WindowsOf(model, columns), data);
    }

    /// <summary>Returns the step that makes the windows of a trained model.</summary>
    internal static WindowStep WindowsOf(TrainedVae model, SeriesColumns columns) =>
        new()
        {
            Columns = columns,
            OutputColumnName = WindowColumn,
            Length = model.Options.Series!.WindowLength,
            Calendar = model.Options.Series.Calendar,
            Channels = model.Options.Series.Channels,
            LongestGap = model.Options.Series.LongestGap,
            Absent = AbsentRows.Of(model.Options.Series),
            Allowed = AllowedBy(model.Options.Likelihood),
            Units = ChannelUnits.Of(model.Options.Series),
        };

    // The message of a likelihood that is not for numbers comes later.
    private static AllowedValues AllowedBy(VaeLikelihoodOptions? likelihood) =>
        likelihood is { IsForNumbers: true } ? likelihood.SlotGroups(1)[0].Values : AllowedValues.Finite;

    /// <summary>Returns how the level of each channel moves: [C].</summary>
    private ChannelTrend[] Trends(SeriesPass pass, int? period) =>
        // Windows of other likelihoods can neither be moved nor have logarithms.
        options.Training.Likelihood?.IsOfStandardizedNumbers == false
            ? [.. pass.Channels.Scales.Select(_ => ChannelTrend.None)]
            : pass.Trends.Find(pass.OnlyChannel, period);

    /// <summary>Returns the channels of which windows have the logarithm, and the lowest value of each.</summary>
    /// <exception cref="InvalidOperationException">The options name a channel with values of 0 or less.</exception>
    private Dictionary<string, float> Logarithms(
        SeriesPass pass,
        string[] channels,
        IReadOnlyList<string> counters,
        ChannelTrend[] trends
    )
    {
        float[] lowest = [.. channels.Select((_, c) => pass.OfSeries.Min(of => of.Lowest[c]))];
        bool[] found =
        [
            .. channels.Select(
                (channel, c) => trends[c] == ChannelTrend.Proportional && lowest[c] > 0 && !counters.Contains(channel)
            ),
        ];
        return Chosen(options.Logarithms, nameof(options.Logarithms), channels, found)
            .Select(channel => (Channel: channel, Lowest: lowest[Array.IndexOf(channels, channel)]))
            .Where(of => of.Lowest < float.PositiveInfinity) // one without values has none
            .ToDictionary(of => of.Channel, of => Positive(of.Channel, of.Lowest));

        float Positive(string channel, float value) =>
            value > 0
                ? value
                : throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"{Name}: the logarithm of '{channel}' is asked for, but its lowest value is {value}. Leave the channel out of {nameof(options.Logarithms)}."
                    )
                );
    }

    /// <summary>Returns the names of the channels that the options name, or that were found if they name none.</summary>
    /// <exception cref="ArgumentException">The options name what is no channel.</exception>
    private static IReadOnlyList<string> Chosen(
        IReadOnlyList<string>? names,
        string option,
        string[] channels,
        bool[] found
    ) =>
        names is null ? [.. channels.Where((_, c) => found[c])]
        : names.Except(channels).FirstOrDefault() is { } other
            ? throw new ArgumentException(
                $"{option} names '{other}', which is no channel. The channels are: {string.Join(", ", channels)}.",
                nameof(channels)
            )
        : [.. channels.Intersect(names)];

    private static IDataView Used(IDataView windows, float use) =>
        new MLContext(seed: 1).Data.FilterRowsByColumn(windows, UseColumn, use, use + 1);

    /// <summary>Returns the threshold for the mean of the windows that cover a row, by the rule of the options.</summary>
    private static double CoveringThreshold(TrainedVae model, IDataView windows, CancellationToken cancellationToken)
    {
        var length = model.Options.Series!.WindowLength;
        double[] scores = [.. model.Score(windows, cancellationToken)[SeriesScoreStep.Kind]];
        var means = new Dictionary<int, CoveringMeans>();
        var results = new List<SeriesRowScore>();
        using var cursor = windows.GetRowCursor([
            windows.Schema[SeriesScoreStep.PlaceColumn],
            windows.Schema[SeriesScoreStep.SeriesNumberColumn],
        ]);
        var place = CurrentValue.Of<long>(cursor, windows.Schema[SeriesScoreStep.PlaceColumn]);
        var number = CurrentValue.Of<int>(cursor, windows.Schema[SeriesScoreStep.SeriesNumberColumn]);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            var (p, n) = (place(), number());
            if (!means.TryGetValue(n, out var ofSeries))
            {
                means[n] = ofSeries = new(length);
            }

            // The first window gives scores to all of its rows.
            for (var covered = p == length - 1 ? 0 : p; covered <= p; covered++)
            {
                results.Add(new(covered, n) { Score = (float)scores[row] });
                ofSeries.Add(results[^1]);
            }
        }

        foreach (var ofSeries in means.Values)
        {
            ofSeries.Finish();
        }

        return model.Options.ThresholdRule.Apply(results.Select(result => (double)result.Score));
    }
}
