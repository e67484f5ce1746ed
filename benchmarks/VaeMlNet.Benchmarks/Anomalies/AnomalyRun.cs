using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares detectors on labeled sets under the protocol "std": at most 10,000 rows, split 70/30 by class and seed. Detectors are
/// fitted to the training part, which contains anomalies, without its labels, except for a detector with five labeled anomalies. AUROC and average precision are computed on the test part.
/// </summary>
/// <param name="settings">The data, seeds and output folder of the comparison.</param>
/// <param name="report">Receives a line of progress for each set.</param>
internal sealed class AnomalyRun(AnomalySettings settings, Action<string> report)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "anomaly";

    private readonly Detector[] detectors =
    [
        new VaeDetector(AnomalyFigures.DefaultMethod, settings.EpochCount),
        new VaeDetector("vae_untrimmed", settings.EpochCount) { Trimming = new VaeTrimmingOptions() },
        new VaeDetector("vae_known", settings.EpochCount) { KnownAnomalyCount = 5 },
        new RandomizedPcaDetector(),
        new SquaredNormDetector(),
    ];

    /// <summary>Reads all sets, measures the detectors, and writes anomaly.csv, anomaly.json and anomaly.md.</summary>
    /// <returns>The same figures as Markdown. The last line summarizes them.</returns>
    /// <exception cref="CommandException">A file is missing or damaged, or the folder has no such set.</exception>
    public string Run()
    {
        Directory.CreateDirectory(settings.OutputFolder);
        var reference = settings.ReferencePath is { } path ? ReferenceFigures.Read(path) : null;
        // Read all sets before measuring the first one, so that a damaged file fails at once.
        LabeledSet[] sets =
        [
            .. LabeledSet
                .Find(settings.DataFolder, settings.Sets)
                .Select(file => LabeledSet.Read(file, CancellationToken.None)),
        ];
        List<MethodFigures> figures = [];
        for (var i = 0; i < sets.Length; i++)
        {
            var ofSet = Measure(sets[i]);
            figures.AddRange(ofSet);
            report(Line(sets[i], ofSet[0], $"{i + 1}/{sets.Length}"));
        }

        AnomalyReport written = new(new AnomalyFigures(figures, settings.Seeds), reference);
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.csv"), written.ToCsv());
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.json"), written.ToJson());
        File.WriteAllText(Path.Combine(settings.OutputFolder, "anomaly.md"), written.ToMarkdown());
        return written.ToMarkdown();
    }

    private MethodFigures[] Measure(LabeledSet set)
    {
        List<(string Method, RankingQuality Quality, DetectorScores Scores)> measured = [];
        foreach (var seed in settings.Seeds)
        {
            var split = TrainTestSplit.Draw(set, seed);
            var standardized = split.Standardize();
            foreach (var detector in detectors)
            {
                var scores = detector.Detect(split, standardized, seed);
                measured.AddRange(
                    detector
                        .Methods.Zip(scores)
                        .Select(s => (s.First, RankingQuality.Compute(s.Second.Scores, split.IsAnomaly), s.Second))
                );
            }
        }

        return
        [
            .. measured
                .GroupBy(figure => figure.Method)
                .Select(method => new MethodFigures(
                    set.Name,
                    method.Key,
                    [.. method.Select(figure => figure.Quality)],
                    method.Average(figure => figure.Scores.FitSeconds),
                    method.Average(figure => figure.Scores.ScoreSeconds)
                )),
        ];
    }

    private static string Line(LabeledSet set, MethodFigures reached, string progress)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress} {set.Name} ({set.Rows.RowCount} x {set.Rows.Width}, {set.IsAnomaly.Count(label => label)} anomalies): {reached.Method} AUROC {reached.AreaUnderRoc}, AUPR {reached.AveragePrecision}, {reached.FitSeconds:0.0} s per fit"
        );
    }
}
