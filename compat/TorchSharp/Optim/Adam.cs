using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Adam (Kingma and Ba 2015); weight_decay adds to the gradient.</summary>
        public class Adam : OptimizerHelper, optim.IBetas
        {
            public Adam(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            )
                : this(
                    [new ParamGroup { Parameters = parameters }],
                    lr,
                    beta1,
                    beta2,
                    eps,
                    weight_decay,
                    amsgrad,
                    maximize
                ) { }

            public Adam(
                IEnumerable<ParamGroup> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            )
            {
                AdamMoments.ThrowIfInvalid(lr, beta1, beta2, eps, weight_decay);
                _defaults = new Options
                {
                    LearningRate = lr,
                    InitialLearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                };
                foreach (ParamGroup group in parameters)
                    add_param_group(group);
            }

            public (double, double) Betas
            {
                get => ((Options)_defaults).Betas;
                set
                {
                    ((Options)_defaults).Betas = value;
                    foreach (Modules.ParamGroup group in _parameter_groups)
                        ((Options)group.Options).Betas = value;
                }
            }

            public override void add_param_group(Modules.ParamGroup param_group)
            {
                var defaults = (Options)_defaults;
                Options options = OptionsOf<Options>(param_group);
                options.beta1 ??= defaults.beta1;
                options.beta2 ??= defaults.beta2;
                options.eps ??= defaults.eps;
                options.weight_decay ??= defaults.weight_decay;
                options.amsgrad ??= defaults.amsgrad;
                options.maximize ??= defaults.maximize;
                base.add_param_group(param_group);
            }

            public override Tensor step(Func<Tensor> closure = null) =>
                _step<Modules.ParamGroup>(
                    group =>
                    {
                        var options = (Options)group.Options;
                        var settings = new AdamSettings
                        {
                            LearningRate = options.LearningRate.Value,
                            Beta1 = options.beta1.Value,
                            Beta2 = options.beta2.Value,
                            Eps = options.eps.Value,
                            WeightDecay = options.weight_decay.Value,
                            Amsgrad = options.amsgrad.Value ? 1 : 0,
                            Maximize = options.maximize.Value ? 1 : 0,
                            Decoupled = 0,
                        };
                        State[] states = group.Parameters.Select(p => (State)_state[p.Handle]).ToArray();
                        AdamMoments.Step(settings, group.Parameters, states);
                    },
                    closure
                );

            private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

            public sealed class State : OptimizerState, IDisposable, IAdamState
            {
                public long step;
                public Tensor exp_avg;
                public Tensor exp_avg_sq;
                public Tensor max_exp_avg_sq;

                public State(Parameter parameter)
                    : base(parameter) { }

                ref long IAdamState.Step => ref step;

                Tensor IAdamState.Mean => exp_avg;

                Tensor IAdamState.Square => exp_avg_sq;

                Tensor IAdamState.Largest => max_exp_avg_sq;

                public override void Initialize(OptimizerOptions options)
                {
                    step = 0;
                    exp_avg = Zeros();
                    exp_avg_sq = Zeros();
                    max_exp_avg_sq = ((Options)options).amsgrad == true ? Zeros() : null;
                }

                public void Dispose()
                {
                    exp_avg?.Dispose();
                    exp_avg_sq?.Dispose();
                    max_exp_avg_sq?.Dispose();
                }

                public override void SaveStateDict(BinaryWriter writer)
                {
                    writer.Write(step);
                    exp_avg.Save(writer);
                    exp_avg_sq.Save(writer);
                    SaveConditionalStateTensor(writer, max_exp_avg_sq);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    step = reader.ReadInt64();
                    exp_avg.Load(reader);
                    exp_avg_sq.Load(reader);
                    LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
                }

                public override void LoadStateDict(OptimizerState source)
                {
                    var other = (State)source;
                    Dispose();
                    step = other.step;
                    exp_avg = Copy(other.exp_avg);
                    exp_avg_sq = Copy(other.exp_avg_sq);
                    max_exp_avg_sq = Copy(other.max_exp_avg_sq);
                }
            }

            public class Options : OptimizerOptions
            {
                public double? beta1;
                public double? beta2;
                public double? weight_decay;
                public double? eps;
                public bool? amsgrad;
                public bool? maximize;

                internal (double, double) Betas
                {
                    get => (beta1.Value, beta2.Value);
                    set => (beta1, beta2) = value;
                }

                public override void SaveStateDict(BinaryWriter writer)
                {
                    base.SaveStateDict(writer);
                    writer.Write(beta1.Value);
                    writer.Write(beta2.Value);
                    writer.Write(eps.Value);
                    writer.Write(weight_decay.Value);
                    writer.Write(amsgrad.Value);
                    writer.Write(maximize.Value);
                }

                public override void LoadStateDict(BinaryReader reader)
                {
                    base.LoadStateDict(reader);
                    beta1 = reader.ReadDouble();
                    beta2 = reader.ReadDouble();
                    eps = reader.ReadDouble();
                    weight_decay = reader.ReadDouble();
                    amsgrad = reader.ReadBoolean();
                    maximize = reader.ReadBoolean();
                }

                public override void LoadStateDict(OptimizerOptions source)
                {
                    base.LoadStateDict(source);
                    var other = (Options)source;
                    (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
                    (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
                }
            }

            public class ParamGroup : ParamGroup<Options>, optim.IBetas
            {
                public ParamGroup() { }

                public (double, double) Betas
                {
                    get => Options.Betas;
                    set => Options.Betas = value;
                }
            }
        }
    }

    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-8,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false
            ) => new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
