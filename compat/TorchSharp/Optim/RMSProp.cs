using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Divides the gradients by the root of their running mean square.</summary>
public class RMSProp : OptimizerHelper
{
    internal RMSProp(IEnumerable<Parameter> parameters, RMSPropOptions options)
        : base(parameters, options, parameter => new State(parameter)) { }

    public override Tensor step(Func<Tensor> closure = null) =>
        Update(
            closure,
            () =>
            {
                foreach (var (parameter, state) in Targets.Zip(States))
                {
                    ((RMSPropOptions)Options).Step(parameter, (State)state);
                }
            }
        );

    public sealed class State : OptimizerState
    {
        public long step;
        public Tensor square_avg;
        public Tensor momentum_buffer;
        public Tensor grad_avg;

        internal State(Parameter parameter)
            : base(parameter) { }

        public override void Initialize(OptimizerOptions options) =>
            (square_avg, momentum_buffer, grad_avg) = (Zeros(), Zeros(), Zeros());

        public override void SaveStateDict(BinaryWriter writer) => Exchange(new OptimizerFile(null, writer));

        public override void LoadStateDict(BinaryReader reader) => Exchange(new OptimizerFile(reader, null));

        public override void LoadStateDict(OptimizerState source) => Copy(source);

        internal override long Step
        {
            get => step;
            set => step = value;
        }

        internal override IEnumerable<Tensor> Tensors => [square_avg, momentum_buffer, grad_avg];

        internal override void Exchange(OptimizerFile file)
        {
            file.Number(ref step);
            file.Tensor(square_avg);
            file.OptionalTensor(ref momentum_buffer, Parameter.device);
            file.OptionalTensor(ref grad_avg, Parameter.device);
        }
    }
}

internal sealed class RMSPropOptions : OptimizerOptions
{
    private double alpha;
    private double eps;
    private double weightDecay;
    private double momentum;
    private bool centered;
    private bool maximize;

    public RMSPropOptions(
        double lr,
        double alpha,
        double eps,
        double weightDecay,
        double momentum,
        bool centered,
        bool maximize
    )
        : base(lr)
    {
        Check(lr >= 0, $"Invalid learning rate: {lr}");
        Check(eps >= 0, $"Invalid ε: {eps}");
        Check(alpha >= 0, $"Invalid alpha: {alpha}");
        Check(momentum >= 0, $"Invalid momentum value: {momentum}");
        Check(weightDecay >= 0, $"Invalid weight_decay value: {weightDecay}");
        (this.alpha, this.eps, this.weightDecay) = (alpha, eps, weightDecay);
        (this.momentum, this.centered, this.maximize) = (momentum, centered, maximize);
    }

    internal override void Exchange(OptimizerFile file)
    {
        base.Exchange(file);
        file.Flag(ref maximize);
        file.Number(ref momentum);
        file.Number(ref alpha);
        file.Number(ref eps);
        file.Number(ref weightDecay);
        file.Flag(ref centered);
    }

    public void Step(Parameter parameter, RMSProp.State state)
    {
        var grad = parameter.grad;
        if (grad is null)
        {
            return;
        }

        if (maximize)
        {
            grad = -grad;
        }

        state.Step++;
        if (weightDecay != 0)
        {
            grad = grad.add(parameter, alpha: weightDecay);
        }

        state.square_avg.mul_(alpha).addcmul_(grad, grad, 1 - alpha);
        var average = state.square_avg;
        if (centered)
        {
            state.grad_avg.mul_(alpha).add_(grad, alpha: 1 - alpha);
            average = average.addcmul(state.grad_avg, state.grad_avg, -1);
        }

        average = average.sqrt().add_(eps);
        if (momentum > 0)
        {
            state.momentum_buffer.mul_(momentum).addcdiv_(grad, average);
            parameter.add_(state.momentum_buffer, alpha: -LearningRate);
        }
        else
        {
            parameter.addcdiv_(grad, average, -LearningRate);
        }
    }
}
