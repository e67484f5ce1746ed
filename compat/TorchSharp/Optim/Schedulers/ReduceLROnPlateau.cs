namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static partial class lr_scheduler
            {
                public static partial class impl
                {
                    /// <summary>Multiplies the rate by factor when the metric has not improved for more than patience epochs.</summary>
                    public class ReduceLROnPlateau : LRScheduler
                    {
                        private readonly bool minimize;
                        private readonly bool relative;
                        private readonly double factor;
                        private readonly int patience;
                        private readonly double threshold;
                        private readonly int cooldown;
                        private readonly IList<double> smallest;
                        private readonly double eps;
                        private double best;
                        private int badEpochs;
                        private int coolingEpochs;

                        public ReduceLROnPlateau(
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
                            : base(optimizer, -1, verbose)
                        {
                            if (factor >= 1)
                                throw new ArgumentException("Factor should be < 1.0");
                            if (mode is not ("min" or "max"))
                                throw new ArgumentException($"mode {mode} is unknown!");
                            if (threshold_mode is not ("rel" or "abs"))
                                throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                            minimize = mode == "min";
                            relative = threshold_mode == "rel";
                            this.factor = factor;
                            this.patience = patience;
                            this.threshold = threshold;
                            this.cooldown = cooldown;
                            smallest = min_lr ?? [];
                            this.eps = eps;
                            best = minimize ? double.PositiveInfinity : double.NegativeInfinity;
                        }

                        public override void step() =>
                            throw new InvalidOperationException(
                                "step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead."
                            );

                        public override void step(int? epoch) =>
                            throw new InvalidOperationException(
                                "step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead."
                            );

                        public override void step(double current, int? epoch = null)
                        {
                            Epoch = epoch ?? Epoch + 1;
                            badEpochs = IsBetter(current) ? 0 : badEpochs + 1;
                            if (badEpochs == 0)
                                best = current;
                            if (coolingEpochs > 0)
                            {
                                coolingEpochs--;
                                badEpochs = 0;
                            }
                            if (badEpochs <= patience)
                                return;
                            for (int i = 0; i < Groups.Count; i++)
                                Reduce(i);
                            coolingEpochs = cooldown;
                            badEpochs = 0;
                        }

                        private bool IsBetter(double current) =>
                            (minimize, relative) switch
                            {
                                (true, true) => current < best * (1 - threshold),
                                (true, false) => current < best - threshold,
                                (false, true) => current > best * (1 + threshold),
                                (false, false) => current > best + threshold,
                            };

                        private void Reduce(int group)
                        {
                            double bound =
                                smallest.Count == 0 ? 0
                                : smallest.Count == 1 ? smallest[0]
                                : smallest[group];
                            double old = Groups[group].LearningRate;
                            double reduced = Math.Max(old * factor, bound);
                            if (old - reduced > eps)
                                SetRate(group, reduced);
                        }
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
                ) =>
                    new impl.ReduceLROnPlateau(
                        optimizer,
                        mode,
                        factor,
                        patience,
                        threshold,
                        threshold_mode,
                        cooldown,
                        min_lr,
                        eps,
                        verbose
                    );
            }
        }
    }
}
