using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// The contract of a detector that reports the contribution of each slot to the score: statement 32 of the checklist.
/// </summary>
public abstract class ContributionContract(ScoreSubject subject, ColumnLayout layout) : ScoreContract(subject, layout)
{
    /// <summary>The tolerance of float32 sums over the slots of a row.</summary>
    private const double SumTolerance = 1e-4;

    [Statement]
    [Proves(32)]
    public void Statement32_Contributions_AreNotNegativeAndAddUp()
    {
        var scores = Scores(View);
        var contributions = ViewRows.Read(View, [View.Schema[Detector.ContributionsColumn!]]);

        for (var row = 0; row < RowCount; row++)
        {
            var values = (float[])contributions[row][0];
            var sum = values.Sum(v => (double)v);
            var tolerance = SumTolerance * values.Sum(v => Math.Abs((double)v));
            if (!Detector.HasDensities)
            {
                Assert.That(values, Is.All.GreaterThanOrEqualTo(0), $"{At(32)}, row {row}");
            }

            Assert.That(scores[row], Is.EqualTo(sum).Within(tolerance), $"{At(32)}, row {row}");
        }
    }
}
