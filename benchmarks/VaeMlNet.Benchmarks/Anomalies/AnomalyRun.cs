using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares detectors on labeled sets under the protocol "std": at most 10,000 rows, split 70/30 by class and seed. Detectors are
/// fitted to the training part, which contains anomalies, without its labels, except for a detector with five labeled anomalies. AUROC and average precision are computed on the test part.
/// Under the protocol of normal rows, half of the normal rows are the training part, and all other rows are the test part.
/// </summary>
/// <param name="settings">The data, methods, seeds and output folder of the comparison.</param>
/// <param name="report">Receives lines of progress.</param>
internal sealed class AnomalyRun(AnomalySettings settings, Action<string> report)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "anomaly";

    private readonly Detector[] detectors = Choose(AllDetectors(settings.EpochCount), settings);

    /// <summary>Gets the names of all detectors, those of variants last.</summary>
    public static IReadOnlyList<string> DetectorNames =>
        [.. AllDetectors(null).OrderBy(detector => detector.IsVariant).Select(detector => detector.Name)];

    /// <summary>Gets the shortest time between two lines about a fit. Default: 2 seconds.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(2);

    private string ResultsPath => Path.Combine(settings.OutputFolder, "results.csv");

    /// <summary>
    /// Measures what no earlier run into the same folder has measured. Writes results.csv after each detector, and anomaly.csv,
    /// anomaly.json and anomaly.md after each set.
    /// </summary>
    /// <param name="cancellationToken">Cancels a fit within a step of it. What was measured stays in results.csv.</param>
    /// <returns>The figures as Markdown. The last line summarizes them.</returns>
    /// <exception cref="CommandException">A file is missing or damaged, or there is no such set or method.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled.</exception>
    public string Run(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(settings.OutputFolder);
        var reference = settings.ReferencePath is { } path ? ReferenceFigures.Read(path) : null;
        // Read all sets before measuring the first one, so that a damaged file fails at once.
        LabeledSet[] sets =
        [
            .. LabeledSet
                .Find(settings.DataFolder, settings.Sets)
                .Select(file => LabeledSet.Read(file, cancellationToken)),
        ];
        List<AnomalyResult> results = [.. AnomalyResult.Read(ResultsPath)];
        var page = "";
        for (var i = 0; i < sets.Length; i++)
        {
            foreach (var seed in settings.Seeds)
            {
                Measure(sets[i], seed, results, cancellationToken);
            }

            AnomalyFigures figures = new([.. sets[..(i + 1)].SelectMany(set => Figures(set, results))], settings.Seeds);
            page = Write(figures, reference);
            report(Line(sets[i], figures, $"{i + 1}/{sets.Length}"));
        }

        return page;
    }

    private static Detector[] AllDetectors(int? epochCount) =>
        [
            .. VaeDetector.CreateAll(epochCount),
            new RandomizedPcaDetector(),
            .. AnomalyBaseline.All.Select(baseline => new BaselineDetector(baseline)),
        ];

    private static Detector[] Choose(Detector[] all, AnomalySettings settings)
    {
        var names = settings.Methods;
        foreach (var name in names.Except(all.Select(detector => detector.Name)))
        {
            throw new CommandException(
                $"There is no method '{name}'. Methods: {string.Join(", ", all.Select(detector => detector.Name))}."
            );
        }

        return
        [
            .. all.Where(detector =>
                names.Length == 0 ? detector.IsDefault(settings.TrainsOnNormalRows) : names.Contains(detector.Name)
            ),
        ];
    }

    private void Measure(LabeledSet set, int seed, List<AnomalyResult> results, CancellationToken cancellationToken)
    {
        var missing = detectors.Where(detector =>
            detector.Methods.Any(method => Find(results, set, seed, method) is null)
        );
        if (!missing.Any() && !settings.WritesSplits)
        {
            return;
        }

        var split = settings.TrainsOnNormalRows ? TrainTestSplit.DrawNormal(set, seed) : TrainTestSplit.Draw(set, seed);
        var standardized = split.Standardize();
        if (settings.WritesSplits)
        {
            SplitFiles.Write(Path.Combine(settings.OutputFolder, "splits"), set.Name, seed, standardized);
        }

        foreach (var detector in missing.ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fit = string.Create(CultureInfo.InvariantCulture, $"{set.Name}, seed {seed}, {detector.Name}");
            FitProgress progress = new(fit, report, ProgressInterval);
            var scores = detector.Detect(split, standardized, seed, progress, cancellationToken);
            results.AddRange(
                detector.Methods.Zip(
                    scores,
                    (method, of) =>
                        new AnomalyResult(
                            set.Name,
                            seed,
                            settings.EpochCount,
                            method,
                            Quality(of, split.IsAnomaly),
                            of.FitSeconds,
                            of.ScoreSeconds
                        )
                )
            );
            AnomalyResult.Write(ResultsPath, results);
        }
    }

    private AnomalyResult? Find(List<AnomalyResult> results, LabeledSet set, int seed, string method) =>
        results.Find(result =>
            (result.DataSet, result.Seed, result.EpochCount, result.Method)
            == (set.Name, seed, settings.EpochCount, method)
        );

    private IEnumerable<MethodFigures> Figures(LabeledSet set, List<AnomalyResult> results) =>
        from detector in detectors
        from method in detector.Methods
        let ofSeeds = settings.Seeds.Select(seed => Find(results, set, seed, method)!).ToArray()
        select new MethodFigures(
            set.Name,
            method,
            [.. ofSeeds.Select(result => result.Quality)],
            ofSeeds.Average(result => result.FitSeconds),
            ofSeeds.Average(result => result.ScoreSeconds)
        );

    private string Write(AnomalyFigures figures, ReferenceFigures? reference)
    {
        AnomalyReport written = new(figures, reference);
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.csv"), written.ToCsv());
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.json"), written.ToJson());
        var page = written.ToMarkdown();
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.md"), page);
        return page;
    }

    private static RankingQuality Quality(DetectorScores scores, bool[] isAnomaly)
    {
        RankingQuality[] all = [.. scores.Scores.Select(once => RankingQuality.Compute(once, isAnomaly))];
        return new(all.Average(quality => quality.AreaUnderRoc), all.Average(quality => quality.AveragePrecision));
    }

    private static string Line(LabeledSet set, AnomalyFigures figures, string progress)
    {
        var first = figures.Find(set.Name, figures.Methods[0]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress} {set.Name} ({set.Rows.RowCount} x {set.Rows.Width}, {set.IsAnomaly.Count(label => label)} anomalies): {first.Method} AUROC {first.AreaUnderRoc}, AUPR {first.AveragePrecision}, {first.FitSeconds:0.0} s per fit"
        );
    }
}
