using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains 784-400-20 with different weights of the KL term.</summary>
internal sealed class BetaSection : FiguresSection
{
    private static readonly double[] Betas = [0.5, 1, 4];

    public override string Name => "beta";

    public override string Title => "beta-VAE, 784-400-20, seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var options = SectionRun.Preset("mnist", EpochCount(run));
        return
        [
            new FigureTable(
                FormattableString.Invariant($"Test images, after {options.EpochCount} epochs"),
                ["beta", "reconstruction", "KL", "ELBO loss", "active units"],
                [
                    .. Betas.Select(beta => Row(run, beta, run.Train(options with { Beta = beta }))),
                    ["0.5, PyTorch, 10 epochs", "74.02", "34.19", "108.2", "20"],
                    ["1, PyTorch, 10 epochs", "80.17", "25.35", "105.5", "20"],
                    ["4, PyTorch, 10 epochs", "111.60", "9.45", "121.0", "12"],
                ],
                "The ELBO loss is reconstruction + KL, without the beta of training. A unit is active if the variance of its posterior mean is above 0.01."
            ),
        ];
    }

    private static string[] Row(SectionRun run, double beta, TrainedVae model)
    {
        var loss = model.History[^1].Validation!;
        return
        [
            beta.ToString(CultureInfo.InvariantCulture),
            Two(loss.Reconstruction),
            Two(loss.Kl),
            Two(loss.Reconstruction + loss.Kl),
            model.CountActiveUnits(run.Digits.Test).ToString(CultureInfo.InvariantCulture),
        ];
    }
}
