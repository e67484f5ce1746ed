using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameter groups, state and files of the optimizers.</summary>
    public abstract class OptimizerHelper : optim.Optimizer
    {
        protected OptimizerOptions _defaults;
        protected OrderedDict<IntPtr, OptimizerState> _state = new();

        public OptimizerHelper() { }

        public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

        public override void zero_grad()
        {
            foreach (Parameter parameter in parameters())
                nn.Module.ZeroGrad(parameter, setToNone: false);
        }

        public override void add_param_group(ParamGroup param_group)
        {
            param_group.Parameters = param_group.Parameters.ToList();
            foreach (Parameter parameter in param_group.Parameters)
            {
                OptimizerState state = NewState(parameter);
                state.Initialize(param_group.Options);
                _state[parameter.Handle] = state;
            }
            _parameter_groups.Add(param_group);
        }

        private protected abstract OptimizerState NewState(Parameter parameter);

        /// <summary>The group's own options, completed by the optimizer's.</summary>
        private protected TOptions OptionsOf<TOptions>(ParamGroup group)
            where TOptions : OptimizerOptions, new()
        {
            group.Options ??= new TOptions();
            group.Options.LearningRate ??= _defaults.LearningRate;
            group.Options.InitialLearningRate = group.Options.LearningRate.Value;
            return (TOptions)group.Options;
        }

        /// <summary>A step over all groups, without recording; the closure runs first, with recording.</summary>
        protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null)
            where T : ParamGroup
        {
            Tensor loss = null;
            if (loss_closure is not null)
            {
                using IDisposable recording = enable_grad();
                loss = loss_closure();
            }
            using IDisposable mode = no_grad();
            using DisposeScope scope = NewDisposeScope();
            foreach (ParamGroup group in _parameter_groups)
                body((T)group);
            return loss;
        }

        public virtual StateDictionary state_dict()
        {
            var dictionary = new StateDictionary();
            foreach (ParamGroup group in _parameter_groups)
            {
                dictionary.Options.Add(group.Options);
                var indices = new List<int>();
                foreach (Parameter parameter in group.Parameters)
                {
                    indices.Add(dictionary.State.Count);
                    dictionary.State.Add(_state[parameter.Handle]);
                }
                dictionary.StateIndexRef.Add(indices);
            }
            return dictionary;
        }

        public void save_state_dict(BinaryWriter writer)
        {
            StateDictionary own = state_dict();
            writer.Write(GetType().Name);
            writer.Encode(own.Options.Count);
            writer.Encode(own.State.Count);
            foreach (OptimizerOptions options in own.Options)
                options.SaveStateDict(writer);
            foreach (OptimizerState state in own.State)
                state.SaveStateDict(writer);
        }

        public void load_state_dict(BinaryReader reader)
        {
            string name = reader.ReadString();
            if (name != GetType().Name)
                throw new InvalidDataException(
                    $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream."
                );
            StateDictionary own = state_dict();
            ThrowIfOther(own, reader.Decode(), reader.Decode());
            foreach (OptimizerOptions options in own.Options)
                options.LoadStateDict(reader);
            foreach (OptimizerState state in own.State)
                state.LoadStateDict(reader);
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (!disposing)
                return;
            foreach (OptimizerState state in _state.Values)
                (state as IDisposable)?.Dispose();
            _state.Clear();
        }

        private static void ThrowIfOther(StateDictionary own, long optionsCount, long stateCount)
        {
            if (optionsCount != own.Options.Count)
                throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
            if (stateCount != own.State.Count)
                throw new ArgumentException("Invalid optimizer state -- different number of states.");
        }
    }
}
