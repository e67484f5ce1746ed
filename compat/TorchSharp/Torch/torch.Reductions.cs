using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    // Sums, moments, extremes and orders.
    public static partial class torch
    {
        public static Tensor all(Tensor input) => input.all();

        public static Tensor all(Tensor input, long dim, bool keepdim = false) => input.all(dim, keepdim);

        public static Tensor amax(Tensor input, long[] dims) => input.amax(dims);

        public static Tensor any(Tensor input) => input.any();

        public static Tensor any(Tensor input, long dim, bool keepdim = false) => input.any(dim, keepdim);

        public static Tensor argmax(Tensor input) => input.argmax();

        public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);

        public static Tensor argmin(Tensor input) => input.argmin();

        public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => input.argmin(dim, keepdim);

        public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) =>
            input.argsort(dim, descending);

        public static Tensor bincount(Tensor input, Tensor weights = null, long minlength = 0) =>
            input.bincount(weights, minlength);

        public static Tensor count_nonzero(Tensor input, long[] dims = null) => input.count_nonzero(dims);

        public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);

        public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);

        public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) =>
            input.histc(bins, min, max);

        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
            input.kthvalue(k, dim, keepdim);

        public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => input.logsumexp(dim, keepdim);

        public static Tensor max(Tensor input) => input.max();

        public static Tensor max(Tensor input, Tensor other) => input.max(other);

        public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) =>
            input.max(dim, keepdim);

        public static Tensor mean(Tensor input) => input.mean();

        public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            input.mean(dimensions, keepdim, type);

        public static Tensor median(Tensor input) => input.median();

        public static Tensor min(Tensor input) => input.min();

        public static Tensor min(Tensor input, Tensor other) => input.min(other);

        public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) =>
            input.min(dim, keepdim);

        public static Tensor msort(Tensor tensor) => tensor.msort();

        public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) =>
            input.nanquantile(q, dim, keepdim);

        public static Tensor nansum(Tensor input) => input.nansum();

        public static Tensor norm(Tensor input, float p = 2f) => input.norm(p);

        public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2f) =>
            input.norm(dimension, keepdim, p);

        public static Tensor prod(Tensor input, ScalarType? type = null) => input.prod(type);

        public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
            input.prod(dim, keepdim, type);

        public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) =>
            input.quantile(q, dim, keepdim);

        public static (Tensor values, Tensor indices) sort(
            Tensor input,
            long dim = -1,
            bool descending = false,
            bool stable = false
        ) => input.sort(dim, descending, stable);

        public static Tensor std(Tensor input, bool unbiased = true) => input.std(unbiased);

        public static Tensor std(
            Tensor input,
            long dimensions,
            bool unbiased = true,
            bool keepdim = false,
            ScalarType? type = null
        ) => input.std(dimensions, unbiased, keepdim, type);

        public static Tensor std(
            Tensor input,
            long[] dimensions,
            bool unbiased = true,
            bool keepdim = false,
            ScalarType? type = null
        ) => input.std(dimensions, unbiased, keepdim, type);

        public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) =>
            input.std_mean(unbiased);

        public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            input.sum(dim, keepdim, type);

        public static Tensor sum(Tensor input, ScalarType? type = null) => input.sum(type);

        public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
            input.sum(dim, keepdim, type);

        public static (Tensor values, Tensor indices) topk(
            Tensor tensor,
            int k,
            int dim = -1,
            bool largest = true,
            bool sorted = true
        ) => tensor.topk(k, dim, largest, sorted);

        public static Tensor var(Tensor input, bool unbiased = true) => input.var(unbiased);

        public static Tensor var(
            Tensor input,
            long dimensions,
            bool unbiased = true,
            bool keepdim = false,
            ScalarType? type = null
        ) => input.var(dimensions, unbiased, keepdim, type);

        public static Tensor var(
            Tensor input,
            long[] dimensions,
            bool unbiased = true,
            bool keepdim = false,
            ScalarType? type = null
        ) => input.var(dimensions, unbiased, keepdim, type);

        public static (Tensor var, Tensor mean) var_mean(Tensor input, bool unbiased = true) =>
            input.var_mean(unbiased);
    }
}
