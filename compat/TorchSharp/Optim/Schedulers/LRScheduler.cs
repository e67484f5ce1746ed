namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static partial class lr_scheduler
            {
                /// <summary>Changes the learning rates of an optimizer; call step once an epoch. Its constructor takes the first step.</summary>
                public abstract class LRScheduler
                {
                    protected int _step_count;

                    private readonly bool verbose;
                    private readonly List<double> lastRates;

                    private protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        Groups = optimizer.ParamGroups.ToList();
                        Epoch = last_epoch;
                        this.verbose = verbose;
                        BaseRates = Groups.Select(group => group.InitialLearningRate).ToList();
                        lastRates = Groups.Select(group => group.LearningRate).ToList();
                    }

                    internal int Epoch { get; set; }

                    internal IReadOnlyList<ILearningRateController> Groups { get; }

                    internal IReadOnlyList<double> BaseRates { get; }

                    internal IEnumerable<double> Rates => Groups.Select(group => group.LearningRate);

                    public virtual void step() => step(null);

                    public virtual void step(int? epoch)
                    {
                        _step_count++;
                        Epoch = epoch ?? Epoch + 1;
                        List<double> rates = (epoch.HasValue ? get_closed_form_lr() : get_lr()).ToList();
                        for (int i = 0; i < Groups.Count; i++)
                            SetRate(i, rates[i]);
                    }

                    /// <summary>Most schedulers ignore the metric.</summary>
                    public virtual void step(double current, int? epoch = null) => step(epoch);

                    protected virtual IEnumerable<double> get_lr() => Rates;

                    protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                    internal void SetRate(int group, double rate)
                    {
                        if (verbose && lastRates[group] != rate)
                            Console.WriteLine($"Adjusting learning rate to {rate}");
                        Groups[group].LearningRate = rate;
                        lastRates[group] = rate;
                    }
                }
            }
        }
    }
}
