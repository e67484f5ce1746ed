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
                    /// <summary>Multiplies the rate by gamma every step_size epochs.</summary>
                    public class StepLR : LRScheduler
                    {
                        private readonly int step_size;
                        private readonly double gamma;

                        public StepLR(
                            Optimizer optimizer,
                            int step_size,
                            double gamma = 0.1,
                            int last_epoch = -1,
                            bool verbose = false
                        )
                            : base(optimizer, last_epoch, verbose)
                        {
                            this.step_size = step_size;
                            this.gamma = gamma;
                            step();
                        }

                        protected override IEnumerable<double> get_lr() =>
                            Epoch == 0 || Epoch % step_size != 0 ? Rates : Rates.Select(rate => rate * gamma);

                        protected override IEnumerable<double> get_closed_form_lr() =>
                            BaseRates.Select(rate => rate * Math.Pow(gamma, Epoch / step_size));
                    }
                }

                public static LRScheduler StepLR(
                    Optimizer optimizer,
                    int step_size,
                    double gamma = 0.1,
                    int last_epoch = -1,
                    bool verbose = false
                ) => new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);
            }
        }
    }
}
