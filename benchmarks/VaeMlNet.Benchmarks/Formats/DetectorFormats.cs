using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures an anomaly detector in every weight format on a labeled set, with the default options for tables.</summary>
internal static class DetectorFormats
{
    private const string ScoreColumn = "Score";

    /// <summary>Returns the AUROC on the test part for each format.</summary>
    public static IReadOnlyDictionary<OnnxWeightFormat, double> Measure(string file, string workFolder)
    {
        var split = TrainTestSplit.Draw(LabeledSet.Read(file, CancellationToken.None), seed: 1);
        var ml = new MLContext(seed: 1);
        var training = FeatureDataView.Create(ml, split.Training);
        var test = FeatureDataView.Create(ml, split.Test);
        var trainer = new VaeTrainer(new VaeTrainerOptions { Seed = 1 });
        using var trained = trainer.Fit(training, [FeatureFileView.ColumnName]);
        using var rows = trained.ReadRows(test, split.Test.RowCount);
        var folders = WeightFormats.Export(trained, rows, workFolder);
        return folders.ToDictionary(
            folder => folder.Key,
            folder => RankingQuality.Compute(Scores(ml, test, folder.Value), split.IsAnomaly).AreaUnderRoc
        );
    }

    private static float[] Scores(MLContext ml, IDataView test, string folder)
    {
        using var scorer = ml.Transforms.VaeScore(ScoreColumn, [FeatureFileView.ColumnName], folder).Fit(test);
        return [.. scorer.Transform(test).GetColumn<float>(ScoreColumn)];
    }
}
