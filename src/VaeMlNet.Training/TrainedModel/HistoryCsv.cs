using System.Globalization;

namespace VaeMlNet;

/// <summary>Writes the epochs of a training as CSV.</summary>
internal static class HistoryCsv
{
    private const string Header =
        "epoch,training_loss,training_reconstruction,training_kl,validation_loss,validation_reconstruction,"
        + "validation_kl,beta,learning_rate,temperature,seconds,is_best";

    /// <summary>Returns the header and one line per epoch.</summary>
    public static IEnumerable<string> Lines(IEnumerable<VaeEpoch> history, VaeEpoch best) =>
        history.Select(epoch => Line(epoch, epoch == best)).Prepend(Header);

    private static string Line(VaeEpoch epoch, bool isBest) =>
        string.Join(
            ',',
            [
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                .. Cells(epoch.Training),
                .. Cells(epoch.Validation),
                Cell(epoch.Training.Beta),
                Cell(epoch.LearningRate),
                Cell(epoch.Temperature),
                Cell(epoch.Seconds),
                isBest ? "true" : "false",
            ]
        );

    private static string[] Cells(VaeLoss? loss) => [Cell(loss?.Total), Cell(loss?.Reconstruction), Cell(loss?.Kl)];

    private static string Cell(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
