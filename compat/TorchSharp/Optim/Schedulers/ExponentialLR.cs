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
                    /// <summary>Multiplies the rate by gamma every epoch.</summary>
                    public class ExponentialLR : LRScheduler
                    {
                        private readonly double gamma;

                        public ExponentialLR(
                            Optimizer optimizer,
                            double gamma = 0.1,
                            int last_epoch = -1,
                            bool verbose = false
                        )
                            : base(optimizer, last_epoch, verbose)
                        {
                            this.gamma = gamma;
                            step();
                        }

                        protected override IEnumerable<double> get_lr() =>
                            Epoch == 0 ? Rates : Rates.Select(rate => rate * gamma);

                        protected override IEnumerable<double> get_closed_form_lr() =>
                            BaseRates.Select(rate => rate * Math.Pow(gamma, Epoch));
                    }
                }

                public static LRScheduler ExponentialLR(
                    Optimizer optimizer,
                    double gamma = 0.1,
                    int last_epoch = -1,
                    bool verbose = false
                ) => new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);
            }
        }
    }
}
