using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// Measures detectors on labelled sets under protocol std: at most 10,000 rows, split 70/30 by kind and seed, detectors fitted to the
/// training part with its anomalies and without its labels, AUROC and average precision on the test part.
/// </summary>
/// <param name="settings">What is asked.</param>
/// <param name="context">Where to print, and what cancels between and within fits.</param>
internal sealed class AnomalyRun(AnomalySettings settings, CommandContext context)
{
    private readonly Detector[] detectors =
    [
        new VaeDetector(AnomalyFigures.DefaultMethod, settings.EpochCount),
        new VaeDetector("vae_untrimmed", settings.EpochCount) { Trimming = new VaeTrimmingOptions() },
        new RandomizedPcaDetector(),
        new SquaredNormDetector(),
    ];

    /// <summary>Reads all sets, measures, prints and writes the figures.</summary>
    public void Run()
    {
        OutputFile.CheckWritable(Path.Combine(settings.OutputFolder, AnomalyFigures.FileName));
        var reference = settings.ReferencePath is { } path ? ReferenceFigures.Read(path) : null;
        // All are read before the first is measured: a damaged one should not cost the work on others.
        LabelledSet[] sets =
        [
            .. LabelledSet
                .Find(settings.DataFolder, settings.Sets)
                .Select(file => LabelledSet.Read(file, context.CancellationToken)),
        ];
        List<MethodFigures> figures = [];
        for (var i = 0; i < sets.Length; i++)
        {
            var ofSet = Measure(sets[i]);
            figures.AddRange(ofSet);
            context.Terminal.WriteLine(Line(sets[i], ofSet[0], $"{i + 1}/{sets.Length}"));
        }

        new AnomalyReport(new AnomalyFigures(figures, settings.Seeds), reference).WriteTo(
            settings.OutputFolder,
            context.Terminal
        );
    }

    private MethodFigures[] Measure(LabelledSet set)
    {
        List<(string Method, RankingQuality Quality, DetectorScores Scores)> measured = [];
        foreach (var seed in settings.Seeds)
        {
            var split = TrainTestSplit.Draw(set, seed);
            var standardised = split.Standardise();
            foreach (var detector in detectors)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                var scores = detector.Detect(split, standardised, seed, context.CancellationToken);
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

    private static string Line(LabelledSet set, MethodFigures reached, string progress)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress} {set.Name} ({set.Rows.RowCount} x {set.Rows.Width}, {set.IsAnomaly.Count(label => label)} anomalies): {reached.Method} AUROC {reached.AreaUnderRoc}, AUPR {reached.AveragePrecision}, {reached.FitSeconds:0.0} s per fit"
        );
    }
}
