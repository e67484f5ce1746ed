namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate. Call step once per epoch.</summary>
        public static class lr_scheduler
        {
            public static LRScheduler StepLR(
                Optimizer optimizer,
                int step_size,
                double gamma = 0.1,
                int last_epoch = -1,
                bool verbose = false
            ) =>
                new FormulaLR(
                    optimizer,
                    last_epoch,
                    verbose,
                    (epoch, rate, _) => epoch % step_size == 0 ? rate * gamma : rate
                );

            public static LRScheduler ExponentialLR(
                Optimizer optimizer,
                double gamma = 0.1,
                int last_epoch = -1,
                bool verbose = false
            ) => new FormulaLR(optimizer, last_epoch, verbose, (_, rate, _) => rate * gamma);

            /// <summary>Lowers the rate to eta_min along half a cosine of T_max epochs.</summary>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer,
                double T_max,
                double eta_min = 0,
                int last_epoch = -1,
                bool verbose = false
            )
            {
                return new FormulaLR(optimizer, last_epoch, verbose, Next);

                double Next(int epoch, double rate, double baseRate)
                {
                    if ((epoch - 1 - T_max) % (2 * T_max) == 0)
                    {
                        return rate + ((baseRate - eta_min) * (1 - Math.Cos(Math.PI / T_max)) / 2);
                    }

                    var share = (1 + Math.Cos(Math.PI * epoch / T_max)) / (1 + Math.Cos(Math.PI * (epoch - 1) / T_max));
                    return (share * (rate - eta_min)) + eta_min;
                }
            }

            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer,
                string mode = "min",
                double factor = 0.1,
                int patience = 10,
                double threshold = 1e-4,
                string threshold_mode = "rel",
                int cooldown = 0,
                IList<double> min_lr = null,
                double eps = 1e-8,
                bool verbose = false
            )
            {
                if (factor >= 1)
                {
                    throw new ArgumentException("Factor should be < 1.0");
                }

                if (mode is not ("min" or "max"))
                {
                    throw new ArgumentException($"mode {mode} is unknown!");
                }

                if (threshold_mode is not ("rel" or "abs"))
                {
                    throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                }

                return new PlateauLR(optimizer, verbose)
                {
                    Minimize = mode == "min",
                    Relative = threshold_mode == "rel",
                    Factor = factor,
                    Patience = patience,
                    Threshold = threshold,
                    Cooldown = cooldown,
                    Smallest = min_lr is [double smallest, ..] ? smallest : 0,
                    Eps = eps,
                };
            }

            public abstract class LRScheduler
            {
                private readonly ILearningRateController group;
                private readonly bool verbose;

                private protected LRScheduler(Optimizer optimizer, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    group = optimizer.ParamGroups.Single();
                    this.verbose = verbose;
                }

                private protected double BaseRate => group.InitialLearningRate;

                private protected double Rate
                {
                    get => group.LearningRate;
                    set
                    {
                        if (verbose && Rate != value)
                        {
                            Console.WriteLine($"Adjusting learning rate to {value}");
                        }

                        group.LearningRate = value;
                    }
                }

                public virtual void step() => Advance(null);

                public virtual void step(double current, int? epoch = null)
                {
                    if (epoch is not null)
                    {
                        throw new NotSupportedException("Schedulers here count their epochs. Do not pass an epoch.");
                    }

                    Advance(current);
                }

                private protected abstract void Advance(double? metric);
            }

            /// <summary>Computes the next rate from the epoch, the last rate and the first one.</summary>
            private sealed class FormulaLR : LRScheduler
            {
                private readonly Func<int, double, double, double> next;
                private int epoch;

                public FormulaLR(
                    Optimizer optimizer,
                    int lastEpoch,
                    bool verbose,
                    Func<int, double, double, double> next
                )
                    : base(optimizer, verbose)
                {
                    this.next = next;
                    epoch = lastEpoch;
                    step();
                }

                private protected override void Advance(double? metric)
                {
                    if (++epoch > 0)
                    {
                        Rate = next(epoch, Rate, BaseRate);
                    }
                }
            }

            /// <summary>Multiplies the rate by a factor when the metric has not improved for more than patience epochs.</summary>
            private sealed class PlateauLR(Optimizer optimizer, bool verbose) : LRScheduler(optimizer, verbose)
            {
                private double? best;
                private int badEpochs;
                private int coolingEpochs;

                public bool Minimize { get; init; }
                public bool Relative { get; init; }
                public double Factor { get; init; }
                public int Patience { get; init; }
                public double Threshold { get; init; }
                public int Cooldown { get; init; }
                public double Smallest { get; init; }
                public double Eps { get; init; }

                private protected override void Advance(double? metric)
                {
                    var current =
                        metric
                        ?? throw new InvalidOperationException(
                            "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead."
                        );
                    badEpochs = IsBetter(current) ? 0 : badEpochs + 1;
                    if (badEpochs == 0)
                    {
                        best = current;
                    }

                    if (coolingEpochs > 0)
                    {
                        coolingEpochs--;
                        badEpochs = 0;
                    }

                    if (badEpochs <= Patience)
                    {
                        return;
                    }

                    var reduced = Math.Max(Rate * Factor, Smallest);
                    if (Rate - reduced > Eps)
                    {
                        Rate = reduced;
                    }

                    coolingEpochs = Cooldown;
                    badEpochs = 0;
                }

                private bool IsBetter(double current)
                {
                    var first = Minimize ? double.PositiveInfinity : double.NegativeInfinity;
                    double sign = Minimize ? -1 : 1;
                    var bound = Relative
                        ? (best ?? first) * (1 + (sign * Threshold))
                        : (best ?? first) + (sign * Threshold);
                    return Minimize ? current < bound : current > bound;
                }
            }
        }
    }
}
