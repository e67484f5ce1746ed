namespace VaeMlNet.Tests;

/// <summary>Copies of the tiny models with a calibration.json: the scores of seeded rows in their range.</summary>
internal static class CalibratedModel
{
    public const int RowCount = 199;

    private static readonly Lazy<string> LazyBernoulli = new(() => Make(TinyModel.Bernoulli));
    private static readonly Lazy<string> LazyGaussian = new(() => Make(TinyModel.Gaussian));

    public static string Gaussian => LazyGaussian.Value;

    public static string GetFolder(TinyModel model) => model.IsBernoulli ? LazyBernoulli.Value : LazyGaussian.Value;

    /// <summary>Returns the scores that the copies of the model are calibrated with.</summary>
    public static CalibrationScores Scores(TinyModel model)
    {
        (double[] Contributions, double Kl)[] scored = [.. model.Rows(RowCount, seed: 41).Select(model.Score)];
        return CalibrationScores.Summarize(
            ByKind(scored.Select(s => s.Contributions.Sum() + s.Kl), scored.Select(s => s.Contributions.Sum())),
            "validation"
        );
    }

    /// <summary>Creates the scores of rows by kind.</summary>
    public static ScoresByKind ByKind(IEnumerable<double> negativeElbo, IEnumerable<double> reconstructionError)
    {
        var scores = new ScoresByKind();
        scores.Add(VaeScoreKind.NegativeElbo, [.. negativeElbo.Select(score => (float)score)]);
        scores.Add(VaeScoreKind.ReconstructionError, [.. reconstructionError.Select(score => (float)score)]);
        return scores;
    }

    private static string Make(TinyModel model)
    {
        var folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Calibrated", model.ToString());
        ModelFolderWriter.Write(
            folder,
            copy =>
            {
                foreach (var file in ChecksumFile.RelativeFiles(model.Folder).Where(f => f != ChecksumFile.Name))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
                    File.Copy(Path.Combine(model.Folder, file), Path.Combine(copy, file));
                }

                File.WriteAllBytes(
                    Path.Combine(copy, ModelFolderFiles.Calibration),
                    ModelFolderFile<CalibrationScores>.ToBytes(Scores(model))
                );
            }
        );
        return folder;
    }
}
