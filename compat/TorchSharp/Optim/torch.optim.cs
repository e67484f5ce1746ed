using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    // Creates the optimizers.
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
        ) => new(parameters, new AdamOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

        public static AdamW AdamW(
            IEnumerable<Parameter> parameters,
            double lr = 0.001,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false
        ) => new(parameters, new AdamOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

        public static RMSProp RMSProp(
            IEnumerable<Parameter> parameters,
            double lr = 0.01,
            double alpha = 0.99,
            double eps = 1e-8,
            double weight_decay = 0,
            double momentum = 0,
            bool centered = false,
            bool maximize = false
        ) => new(parameters, new RMSPropOptions(lr, alpha, eps, weight_decay, momentum, centered, maximize));

        public static SGD SGD(
            IEnumerable<Parameter> parameters,
            double learningRate,
            double momentum = 0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false
        ) => new(parameters, new SGDOptions(learningRate, momentum, dampening, weight_decay, nesterov, maximize));
    }
}
