using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015). The weight decay adds to the gradient.</summary>
public class Adam : OptimizerHelper
{
    internal Adam(IEnumerable<Parameter> parameters, AdamOptions options)
        : base(parameters, options, parameter => new State(parameter)) { }

    public override Tensor step(Func<Tensor> closure = null) =>
        Update(
            closure,
            () =>
                ((AdamOptions)Options).Step(
                    Targets,
                    States,
                    States.Cast<State>().Select(state => (state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq)),
                    decoupled: false
                )
        );

    public sealed class State : OptimizerState
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor max_exp_avg_sq;

        internal State(Parameter parameter)
            : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            (exp_avg, exp_avg_sq) = (Zeros(), Zeros());
            max_exp_avg_sq = ((AdamOptions)options).Amsgrad ? Zeros() : null;
        }

        public override void SaveStateDict(BinaryWriter writer) => Exchange(new OptimizerFile(null, writer));

        public override void LoadStateDict(BinaryReader reader) => Exchange(new OptimizerFile(reader, null));

        public override void LoadStateDict(OptimizerState source) => Copy(source);

        internal override long Step
        {
            get => step;
            set => step = value;
        }

        internal override IEnumerable<Tensor> Tensors => [exp_avg, exp_avg_sq, max_exp_avg_sq];

        internal override void Exchange(OptimizerFile file)
        {
            file.Number(ref step);
            file.Tensor(exp_avg);
            file.Tensor(exp_avg_sq);
            file.OptionalTensor(ref max_exp_avg_sq, Parameter.device);
        }
    }
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
public class AdamW : OptimizerHelper
{
    internal AdamW(IEnumerable<Parameter> parameters, AdamOptions options)
        : base(parameters, options, parameter => new State(parameter)) { }

    public override Tensor step(Func<Tensor> closure = null) =>
        Update(
            closure,
            () =>
                ((AdamOptions)Options).Step(
                    Targets,
                    States,
                    States.Cast<State>().Select(state => (state.exp_avg, state.exp_avg_sq, state.max_exp_avg_sq)),
                    decoupled: true
                )
        );

    public sealed class State : OptimizerState
    {
        public long step;
        public Tensor exp_avg;
        public Tensor exp_avg_sq;
        public Tensor max_exp_avg_sq;

        internal State(Parameter parameter)
            : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            (exp_avg, exp_avg_sq) = (Zeros(), Zeros());
            max_exp_avg_sq = ((AdamOptions)options).Amsgrad ? Zeros() : null;
        }

        public override void SaveStateDict(BinaryWriter writer) => Exchange(new OptimizerFile(null, writer));

        public override void LoadStateDict(BinaryReader reader) => Exchange(new OptimizerFile(reader, null));

        public override void LoadStateDict(OptimizerState source) => Copy(source);

        internal override long Step
        {
            get => step;
            set => step = value;
        }

        internal override IEnumerable<Tensor> Tensors => [exp_avg, exp_avg_sq, max_exp_avg_sq];

        internal override void Exchange(OptimizerFile file)
        {
            file.Number(ref step);
            file.Tensor(exp_avg);
            file.Tensor(exp_avg_sq);
            file.OptionalTensor(ref max_exp_avg_sq, Parameter.device);
        }
    }
}

/// <summary>The options of Adam and AdamW, and the step that both share.</summary>
internal sealed unsafe class AdamOptions : OptimizerOptions
{
    private double beta1;
    private double beta2;
    private double eps;
    private double weightDecay;
    private bool amsgrad;
    private bool maximize;

    public AdamOptions(
        double lr,
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        bool amsgrad,
        bool maximize
    )
        : base(lr)
    {
        Check(lr >= 0, $"Invalid learning rate: {lr}");
        Check(eps >= 0, $"Invalid ε: {eps}");
        Check(beta1 is >= 0 and < 1, $"Invalid beta1: {beta1}");
        Check(beta2 is >= 0 and < 1, $"Invalid beta2: {beta2}");
        Check(weightDecay >= 0, $"Invalid weight_decay value: {weightDecay}");
        (this.beta1, this.beta2, this.eps) = (beta1, beta2, eps);
        (this.weightDecay, this.amsgrad, this.maximize) = (weightDecay, amsgrad, maximize);
    }

    public bool Amsgrad => amsgrad;

    internal override void Exchange(OptimizerFile file)
    {
        base.Exchange(file);
        file.Number(ref beta1);
        file.Number(ref beta2);
        file.Number(ref eps);
        file.Number(ref weightDecay);
        file.Flag(ref amsgrad);
        file.Flag(ref maximize);
    }

    /// <summary>Updates all parameters by one native call.</summary>
    public void Step(
        Parameter[] parameters,
        OptimizerState[] states,
        IEnumerable<(Tensor Mean, Tensor Square, Tensor Largest)> moments,
        bool decoupled
    )
    {
        var settings = new AdamSettings
        {
            LearningRate = LearningRate,
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weightDecay,
            Amsgrad = amsgrad ? 1 : 0,
            Maximize = maximize ? 1 : 0,
            Decoupled = decoupled ? 1 : 0,
        };
        var tensors = moments.ToArray();
        var handles = parameters.Select(parameter => parameter.Handle).ToArray();
        var means = tensors.Select(moment => moment.Mean.Handle).ToArray();
        var squares = tensors.Select(moment => moment.Square.Handle).ToArray();
        var largest = tensors.Select(moment => moment.Largest?.Handle ?? IntPtr.Zero).ToArray();
        var steps = states.Select(state => state.Step).ToArray();
        fixed (
            IntPtr* handle = handles,
                mean = means,
                square = squares,
                maximum = largest
        )
        fixed (long* step = steps)
        {
            NativeMethods.THSAdam_step(&settings, handles.Length, handle, step, mean, square, maximum);
        }

        GC.KeepAlive(parameters);
        GC.KeepAlive(tensors);
        CheckForErrors();
        for (var i = 0; i < states.Length; i++)
        {
            states[i].Step = steps[i];
        }
    }
}
