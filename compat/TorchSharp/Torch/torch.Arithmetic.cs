using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    // Arithmetic of tensors and numbers, with broadcasting.
    public static partial class torch
    {
        public static Tensor add(Tensor left, Scalar right) => left.add(right);

        public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

        public static Tensor add(Tensor left, Tensor right) => left.add(right);

        public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

        public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

        public static Tensor add_(Tensor left, Scalar right, Scalar alpha) => left.add_(right, alpha);

        public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

        public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

        public static Tensor addcdiv(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
            input.addcdiv(tensor1, tensor2, value);

        public static Tensor addcdiv_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
            input.addcdiv_(tensor1, tensor2, value);

        public static Tensor addcmul(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
            input.addcmul(tensor1, tensor2, value);

        public static Tensor addcmul_(Tensor input, Tensor tensor1, Tensor tensor2, Scalar value) =>
            input.addcmul_(tensor1, tensor2, value);

        public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

        public static Tensor atan2_(Tensor input, Tensor other) => input.atan2_(other);

        public static Tensor bitwise_and(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor bitwise_and_(Tensor left, Tensor right) => left.bitwise_and_(right);

        public static Tensor bitwise_or(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor bitwise_or_(Tensor left, Tensor right) => left.bitwise_or_(right);

        public static Tensor bitwise_xor(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor bitwise_xor_(Tensor left, Tensor right) => left.bitwise_xor_(right);

        public static Tensor copysign(Tensor input, Tensor other) => input.copysign(other);

        public static Tensor copysign_(Tensor input, Tensor other) => input.copysign_(other);

        public static Tensor dist(Tensor input, Tensor other, float p = 2f) => input.dist(other, p);

        public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.div(right, rounding_mode);

        public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.div(right, rounding_mode);

        public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.div_(right, rounding_mode);

        public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.div_(right, rounding_mode);

        public static Tensor divide(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.divide(right, rounding_mode);

        public static Tensor divide(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.divide(right, rounding_mode);

        public static Tensor divide_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
            left.divide_(right, rounding_mode);

        public static Tensor floor_divide(Tensor input, Tensor other) => input.floor_divide(other);

        public static Tensor floor_divide_(Tensor input, Tensor other) => input.floor_divide_(other);

        public static Tensor fmax(Tensor input, Tensor other) => input.fmax(other);

        public static Tensor fmin(Tensor input, Tensor other) => input.fmin(other);

        public static Tensor fmod(Tensor left, Scalar right) => left.fmod(right);

        public static Tensor fmod(Tensor left, Tensor right) => left.fmod(right);

        public static Tensor fmod_(Tensor left, Scalar right) => left.fmod_(right);

        public static Tensor fmod_(Tensor left, Tensor right) => left.fmod_(right);

        public static Tensor hypot(Tensor left, Tensor right) => left.hypot(right);

        public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

        public static Tensor logaddexp(Tensor left, Tensor right) => left.logaddexp(right);

        public static Tensor logaddexp2(Tensor left, Tensor right) => left.logaddexp2(right);

        public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

        public static Tensor logical_and_(Tensor left, Tensor right) => left.logical_and_(right);

        public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

        public static Tensor logical_or_(Tensor left, Tensor right) => left.logical_or_(right);

        public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);

        public static Tensor logical_xor_(Tensor left, Tensor right) => left.logical_xor_(right);

        public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

        public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

        public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

        public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

        public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

        public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

        public static Tensor multiply(Tensor left, Scalar right) => left.multiply(right);

        public static Tensor multiply(Tensor left, Tensor right) => left.multiply(right);

        public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

        public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

        public static Tensor remainder_(Tensor left, Scalar right) => left.remainder_(right);

        public static Tensor remainder_(Tensor left, Tensor right) => left.remainder_(right);

        public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

        public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

        public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

        public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

        public static Tensor subtract(Tensor left, Scalar right) => left.subtract(right);

        public static Tensor subtract(Tensor left, Tensor right) => left.subtract(right);

        public static Tensor subtract_(Tensor left, Scalar right) => left.subtract_(right);

        public static Tensor subtract_(Tensor left, Tensor right) => left.subtract_(right);

        public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

        public static Tensor xlogy_(Tensor x, Tensor y) => x.xlogy_(y);
    }
}
